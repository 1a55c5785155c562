import { $ } from "zx";
import type { Values } from "./arguments.ts";
import { chooseDagger } from "./engine.ts";
import { PROJECT } from "./paths.ts";

/**
 * Hands the same words to `dagger call` where a Dagger engine answers or is asked for.
 *
 * @returns its exit code, or undefined where there is no engine and we do the work ourselves.
 */
export async function daggerInstead(values: Values, words: string[]): Promise<number | undefined> {
  const why = await chooseDagger(values.engine as string | undefined);
  if (!why) return undefined;
  process.stderr.write(`engine: dagger (${why})\n`);
  const { exitCode } = await $({ nothrow: true, stdio: "inherit" })`dagger ${daggerWords(words)}`;
  return exitCode ?? 1;
}

/** The words without those that are ours: `--engine` is settled, `--json` and `--progress` are Dagger's own flags. */
export function daggerWords(words: string[]): string[] {
  const [call = "call", ...rest] = words;
  const own: string[] = [];
  const options: string[] = [];
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] as string;
    if (/^--(engine|progress)$/.test(word)) {
      if (word === "--progress") options.push(word, rest[at + 1] ?? "auto");
      at += 1;
    } else if (word.startsWith("--progress=") || word === "--json") options.push(word);
    else if (!word.startsWith("--engine=")) own.push(word);
  }
  return [
    ...options.filter((word) => word !== "--json"),
    call,
    "--mod",
    PROJECT,
    ...options.filter((word) => word === "--json"),
    ...own,
  ];
}
