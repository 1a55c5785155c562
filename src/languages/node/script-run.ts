import { join } from "../../files/paths.ts";
import { texts } from "../../manifests/json.ts";
import { readPackage } from "./package.ts";
import { type Context, isUnclear, type NodeProgram, type Unclear } from "./program.ts";
import { scriptProgram } from "./script.ts";
import { ownMembers } from "./workspace.ts";

/** Flags by which a manager runs another directory's script, or a member's. */
const DIRECTORY = /^(--prefix|-C|--dir|--cwd)$/;
const MEMBER = /^(-w|--workspace|--filter|-F|--scope)$/;

/** What `npm run x` starts, and how others say it; undefined for what Bun runs as a file. */
export function scriptRun(
  context: Context,
  manager: string,
  words: string[],
  inner: (words: string[]) => NodeProgram | Unclear,
): NodeProgram | Unclear | undefined {
  const { rest, directory, member } = sorted(words);
  const named = rest[0] === "workspace" ? rest[1] : member;
  if (named) return { why: `it starts ${named}`, member: memberOf(context, named) };
  const [name = "", ...given] = rest[0] === "run" || rest[0] === "run-script" ? rest.slice(1) : rest;
  const there = directory === undefined ? context : below(context, directory);
  if (name in there.scripts) {
    const passed = given[0] === "--" ? given.slice(1) : given;
    const found = scriptProgram({ ...there, depth: context.depth + 1 }, name, passed);
    return isUnclear(found) || directory === undefined
      ? found
      : { ...found, directory: join(directory, found.directory ?? ".") };
  }
  if (manager === "bun") return undefined;
  if (rest[0] === "start" || name === "start") return inner(["node", "server.js"]);
  return rest[0] === "run" || manager === "npm"
    ? { why: `there is no script "${name}"` }
    : inner([name, ...given]);
}

function below({ tree, ...context }: Context, directory: string): Context {
  const there = tree.under(join(".", directory));
  return { ...context, tree: there, scripts: texts(readPackage(there)?.value.scripts) };
}

function memberOf({ tree }: Context, named: string): string | undefined {
  const plain = join(".", named);
  return ownMembers(tree).members.find(
    (path) =>
      path === join(tree.directory, plain) || readPackage(tree.root.under(path))?.value.name === named,
  );
}

/** A manager's own flags, which may stand anywhere before `--`. */
function sorted(words: string[]): { rest: string[]; directory?: string; member?: string } {
  const found: { rest: string[]; directory?: string; member?: string } = { rest: [] };
  const end = words.indexOf("--");
  const own = end < 0 ? words : words.slice(0, end);
  for (let at = 0; at < own.length; at += 1) {
    const [flag = "", value = own[at + 1]] = (own[at] as string).split("=", 2);
    const isApart = !own[at]?.includes("=");
    if (DIRECTORY.test(flag)) found.directory = value;
    else if (MEMBER.test(flag)) found.member = value;
    else if (!/^(-s|--silent|--if-present|--quiet|--loglevel)$/.test(flag)) {
      found.rest.push(own[at] as string);
      continue;
    }
    if (isApart && (DIRECTORY.test(flag) || MEMBER.test(flag))) at += 1;
  }
  return { ...found, rest: [...found.rest, ...(end < 0 ? [] : words.slice(end))] };
}
