import { nearest } from "../yaml/nearest.ts";
import { cannot, FINE, type Looked } from "./finding.ts";
import { absolute, fileAt, follow, type ImageFiles, namesAt, parent, textAt } from "./image-files.ts";
import { optionIn, takeOptions } from "./options.ts";
import type { Start } from "./start.ts";

/** Options of Node's that take the next word (`node --help`). */
const VALUED =
  /^(-r|--(require|import|loader|experimental-loader|conditions|env-file|title|input-type|inspect-port))$/;
const CODE = /^(-e|--eval|-p|--print|-pe|--run|--test|--version|-v|--help|-h|-c|--check|-i|--interactive)$/;

/** Whether what `node FILE` names is in the image, and what it loads before. */
export async function lookAtNode(files: ImageFiles, words: string[], start: Start): Promise<Looked> {
  const asked = takeOptions(words, VALUED);
  const preloads = asked.options.filter(([name]) =>
    /^(-r|--require|--import|--(experimental-)?loader)$/.test(name),
  );
  const said = takeOptions((start.variables.NODE_OPTIONS ?? "").split(/\s+/).filter(Boolean), VALUED);
  const early = said.options.filter(([name]) => /^(-r|--require|--import)$/.test(name));
  for (const [option, module = ""] of [...preloads, ...early])
    if (!preloadIn(files, module, start))
      return cannot(
        `there is no module "${module}" in the image, which ${option} loads first`,
        "is it a development dependency? move it to dependencies",
      );
  if (optionIn(asked, CODE) !== undefined || asked.options.some(([name]) => CODE.test(name))) return FINE;
  const [file] = asked.rest;
  if (file === undefined)
    return cannot("`node` is started without a file", "say which: `command: [node, server.js]`");
  if (file === "-" || (await scriptAt(files, absolute(file, start.directory)))) return FINE;
  const path = absolute(file, start.directory);
  const mend = beside(files, path);
  if (file === "run" || file === "build") return cannot(`there is no ${path} in the image`, "say `command:`");
  return cannot(`there is no ${path} in the image`, mend);
}

/** Whether the file is there that `bun FILE` names; `bun run NAME` may name a script. */
export async function lookAtBun(files: ImageFiles, words: string[], start: Start): Promise<Looked> {
  const [file = ""] = words.filter((word) => word !== "run" && !word.startsWith("-"));
  const path = absolute(file, start.directory);
  if (!/\.[cm]?[jt]sx?$/.test(file) || fileAt(files, path)) return FINE;
  return cannot(`there is no ${path} in the image`, beside(files, path));
}

/** As CommonJS finds a file, which is how `node FILE` does. */
async function scriptAt(files: ImageFiles, path: string): Promise<boolean> {
  const asFile = (one: string) => ["", ".js", ".json", ".node"].some((end) => fileAt(files, one + end));
  if (asFile(path)) return true;
  if (follow(files, path)?.entry.kind !== "directory") return false;
  const main = /"main"\s*:\s*"([^"]*)"/.exec((await textAt(files, `${path}/package.json`)) ?? "")?.[1];
  return (
    (main && (asFile(absolute(main, path)) || asFile(absolute(`${main}/index`, path)))) ||
    asFile(`${path}/index`)
  );
}

function preloadIn(files: ImageFiles, module: string, start: Start): boolean {
  if (/^(node|data|file):/.test(module) || BUILT_IN.test(module)) return true;
  if (/^\.{0,2}\//.test(module)) {
    const path = absolute(module, start.directory);
    return ["", ".js", ".cjs", ".mjs", ".json", "/index.js", "/package.json"].some((end) =>
      fileAt(files, path + end),
    );
  }
  // Packages lie in archives there, or in places of the caller's.
  if (start.variables.NODE_PATH || upwards(start.directory).some((at) => fileAt(files, `${at}/.pnp.cjs`)))
    return true;
  const name = module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
  return upwards(start.directory).some((at) => follow(files, `${at}/node_modules/${name}`));
}

function upwards(directory: string): string[] {
  return directory === "/" ? ["/"] : [directory, ...upwards(parent(directory))];
}

const BUILT_IN = /^(module|process|diagnostics_channel|async_hooks|inspector)$/;

/** The file that was probably meant. */
function beside(files: ImageFiles, path: string): string {
  const folder = parent(path);
  const names = namesAt(files, folder).filter((name) => /\.(c|m)?[jt]s$/.test(name));
  const wanted = path.slice(path.lastIndexOf("/") + 1);
  const near =
    nearest(wanted, names) ??
    names.find((name) => name.replace(/\.\w+$/, "") === wanted.replace(/\.\w+$/, ""));
  const lies = ["dist", "build", "out", "src"]
    .map((one) => `${folder}/${one}/${wanted}`)
    .find((one) => fileAt(files, one));
  if (lies) return `${lies} is there: say \`entrypoint:\` or \`command:\``;
  if (near)
    return `did you mean ${folder === "/" ? "" : folder}/${near}? say \`entrypoint:\` or \`command:\``;
  return "say `entrypoint:` or `command:`, or which build makes it";
}
