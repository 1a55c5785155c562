import type { Snapshot } from "../files/snapshot.ts";

/** The `web` line of a Procfile as words; undefined where a shell would be needed. */
export function procfileCommand(tree: Snapshot, port: number): { words: string[]; from: string } | undefined {
  const line = tree.line("Procfile", /^web:/);
  const text = tree.text("Procfile")?.split("\n")[(line ?? 0) - 1] ?? "";
  const plain = text
    .replace(/^web:\s*(exec\s+)?/, "")
    .replace(/\$\{PORT(:-\d+)?\}|\$PORT\b/g, String(port))
    .trim();
  if (!plain || /[;&|<>`$]/.test(plain)) return undefined;
  const words = [...plain.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/["']/g, ""),
  );
  return { words, from: `Procfile:${line}` };
}
