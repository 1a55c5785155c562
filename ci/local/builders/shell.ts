import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { $ } from "zx";
import { badInput } from "../../../src/failure.ts";
import { cacheDir } from "../paths.ts";
import { makeDirectory } from "../process/directories.ts";
import { has } from "../process/tools.ts";
import type { Builder } from "./builder.ts";

/** Opens a shell in an image: its own, or, where it has none, a static busybox of this machine. */
export async function shellIn(builder: Builder, image: string): Promise<number> {
  if (await builder.hasFile(image, "/bin/sh")) return builder.shell(image, ["/bin/sh"], []);
  const applets = "PATH=/.busybox; export PATH; exec /.busybox/busybox sh";
  return builder.shell(
    image,
    ["/.busybox/busybox", "sh", "-c", applets],
    [`${await busybox()}:/.busybox:ro`],
  );
}

/** A directory with busybox and a link for each of its commands, made once of Debian's package. */
async function busybox(): Promise<string> {
  const directory = cacheDir("busybox");
  if (existsSync(directory)) return directory;
  if (!(await has("dpkg-deb")))
    throw badInput(
      "the image has no shell, and there is no dpkg to unpack one",
      "open one in a stage before: --stage build",
    );
  makeDirectory(cacheDir());
  const work = await mkdtemp(cacheDir("busybox-"));
  const run = $({ quiet: true, cwd: work });
  await run`apt-get download busybox-static`.catch(async () => {
    await run`apt-get update`;
    await run`apt-get download busybox-static`;
  });
  const [archive = ""] = (await readdir(work)).filter((name) => name.endsWith(".deb"));
  await run`dpkg-deb --extract ${archive} unpacked`;
  const made = join(work, "made");
  await mkdir(made);
  await run`mv unpacked/bin/busybox made/busybox`;
  await run`made/busybox --install -s ${made}`;
  for (const name of await readdir(made))
    if (name !== "busybox") await run`ln -sf busybox ${join(made, name)}`;
  await rename(made, directory);
  return directory;
}
