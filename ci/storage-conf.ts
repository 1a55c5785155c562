/** An image store of one's own, as containers' `storage.conf`. @param more stores whose images are there, too, to read. */
export function storageConf(driver: string, store: string, run: string, more: string[] = []): string {
  const storage = [`driver = "${driver}"`, `graphroot = "${store}"`, `runroot = "${run}"`];
  const shared = more.length ? `[storage.options]\nadditionalimagestores = ${JSON.stringify(more)}\n` : "";
  // Without a mount of its own the store's directory can be linked and removed like any other.
  return `[storage]\n${storage.join("\n")}\n${shared}[storage.options.overlay]\nskip_mount_home = "true"\n`;
}
