/** An image store of one's own, as containers' `storage.conf`. */
export function storageConf(driver: string, store: string, run: string): string {
  const storage = [`driver = "${driver}"`, `graphroot = "${store}"`, `runroot = "${run}"`];
  // Without a mount of its own the store's directory can be linked and removed like any other.
  return `[storage]\n${storage.join("\n")}\n[storage.options.overlay]\nskip_mount_home = "true"\n`;
}
