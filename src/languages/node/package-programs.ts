import { BINARIES } from "./frameworks.ts";
import type { Context } from "./program.ts";

/** The package among the dependencies that has a program of this name. */
export function packageWithProgram({ uses }: Pick<Context, "uses">, name: string): string | undefined {
  const likely = [BINARIES[name], name, `${name}-cli`, `@${name}/cli`];
  const sure = likely.find((each) => each !== undefined && uses.has(each));
  return sure ?? [...uses].find((each) => each.startsWith("@") && each.endsWith(`/${name}`));
}
