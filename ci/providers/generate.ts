import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileText, PROVIDERS } from "./providers.ts";

for (const provider of Object.values(PROVIDERS)) {
  const path = join(import.meta.dirname, provider.file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, fileText(provider));
  process.stdout.write(`${provider.file}\n`);
}
