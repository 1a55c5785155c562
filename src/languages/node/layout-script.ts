/**
 * Runs a command of the build and notes what it changed, be it in installed packages: names of files below `/src`.
 *
 * By the time of change, which no program can set: what is unpacked or copied may have any other date. A later
 * step can't ask for it, since a layer's files have one date.
 */
export const NOTING = `touch /tmp/now && "$@" || exit
cd /src && find . -cnewer /tmp/now ! -type d -printf '%P\\n' >> /tmp/made
`;

/**
 * The program that lays out the image of a Node service: its own files, those that its build made, and what scripts
 * wrote into its packages, which are there already. It ends with a message where a start would fail.
 *
 * Paths are relative to `from` and `to`; `directory` is the service's.
 */
export const LAYOUT = String.raw`import fs from "node:fs";
import { basename, dirname, join, relative } from "node:path";

const { from, to, notes, directory, inputs, entrypoint, home, programs, only, compiled } = JSON.parse(process.argv[2]);
const lines = (file) => (fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\n").filter(Boolean) : []);
const installed = new Set(lines(join(notes, "installed")));
const made = new Set(lines(join(notes, "made")));

function fail(message) {
  console.error("start: " + message);
  process.exit(1);
}

// What nobody reads at run time: in the directory of a package, and anywhere.
const UNREAD = new RegExp("^(" + [
  "(README|CHANGELOG|CONTRIBUTING|Dockerfile|Containerfile).*|(docker-)?compose.*\\.ya?ml|service\\.ya?ml|Makefile|Procfile",
  "package-lock\\.json|npm-shrinkwrap\\.json|pnpm-(lock|workspace)\\.yaml|yarn\\.lock|bun\\.lockb?|patches|(turbo|nx|lerna)\\.json",
  "\\.(git.*|circleci|husky|vscode|idea|devcontainer|editorconfig|travis\\.yml|changeset|storybook|dockerignore)",
  "\\.(eslint|prettier|stylelint|commitlint|lintstaged|mocharc|nyc|czrc|jest|release|npm|pnpm|yarn|pnp).*",
  "\\.(nvmrc|node-version|tool-versions|env\\.(example|sample|template|dist|local|.*\\.local))",
].join("|") + ")$", "i");
const REST = /^(\.git|\.DS_Store|\.cache|\.turbo|\.nx|\.parcel-cache|\.swc|\.angular|\.vite|\.svelte-kit|.*\.tsbuildinfo)$/;

const own = [];
const tests = [];
function walk(folder, isPackage) {
  const entries = fs.readdirSync(join(from, folder), { withFileTypes: true });
  if (!entries.length) own.push(folder);
  for (const entry of entries) {
    const [name, path, isFolder] = [entry.name, join(folder, entry.name), entry.isDirectory()];
    if (name === "node_modules" && isInstalled(path, folder)) continue;
    if (REST.test(name) || (isPackage && UNREAD.test(name)) || path.endsWith(".next/cache")) continue;
    if (isFolder && (name === "__tests__" || (isPackage && /^tests?$/.test(name)))) tests.push(path);
    else if (isFolder) walk(path, false);
    else own.push(path);
  }
}

// Packages that a manager brought. Those that a build gathered beside its output are a part of that.
function isInstalled(path, folder) {
  const notes = [".package-lock.json", ".modules.yaml", ".yarn-integrity", ".yarn-state.yml"];
  const isManaged = notes.some((note) => fs.existsSync(join(from, path, note)));
  return installed.has(path) || (isManaged && !(join(directory, entrypoint ?? "") + "/").startsWith(folder + "/"));
}

// Tests stay out, unless a file that is there names their folder.
function isNamed(folder) {
  const form = new RegExp("[\"'\u0060/]" + basename(folder) + "[\"'\u0060/]");
  const reads = (path) => /\.([cm]?[jt]sx?|json)$/.test(path) && basename(path) !== "package.json";
  return own.some((path) => reads(path) && form.test(fs.readFileSync(join(from, path), "utf8")));
}

// TypeScript of which the build made JavaScript that is there too.
function isCompiled(path, results) {
  const stem = path.endsWith(".d.ts") ? undefined : /^(.*)\.[cm]?tsx?$/.exec(path)?.[1];
  return stem && (results.has(stem) || results.has(stem.replace(/^(src|source|lib|app|server)\//, "")));
}

function copy(path) {
  const [source, target] = [join(from, path), join(to, path)];
  const stat = fs.lstatSync(source);
  if (stat.isDirectory()) return fs.mkdirSync(target, { recursive: true });
  fs.mkdirSync(dirname(target), { recursive: true });
  fs.rmSync(target, { recursive: true, force: true });
  if (stat.isSymbolicLink()) return fs.symlinkSync(fs.readlinkSync(source), target);
  fs.copyFileSync(source, target);
  fs.chmodSync(target, stat.mode & 0o100 ? 0o755 : 0o644);
}

function copyOwn() {
  for (const path of [directory, ...inputs]) {
    if (fs.statSync(join(from, path)).isDirectory()) walk(path, true);
    else if (!UNREAD.test(basename(path))) own.push(path);
  }
  for (const folder of tests) if (isNamed(folder)) walk(folder, false);
  const scripts = own.filter((path) => made.has(path) && /\.[cm]?js$/.test(path));
  const results = scripts.map((path) => relative(directory, path).replace(/^[^/]+\//, "").replace(/\.[cm]?js$/, ""));
  const known = new Set(compiled ? results : []);
  for (const path of own) if (!isCompiled(relative(directory, path), known)) copy(path);
}

// What scripts wrote into packages that are there, and packages that they made.
function copyMade() {
  for (const path of made) {
    const [, base, rest] = /^(.*\bnode_modules\/)(.+\/.+)$/.exec(path) ?? [];
    if (!rest || !installed.has(path.slice(0, path.indexOf("node_modules/") + 12))) continue;
    const [first, second] = rest.split("/");
    if (/^\.(bin|cache|vite.*|tmp|pnpm)$/.test(first) || !fs.existsSync(join(from, path))) continue;
    if (isKept(base + (first.startsWith("@") ? join(first, second) : first), base)) copy(path);
  }
}

function isKept(home, base) {
  const manifest = join(home, "package.json");
  const text = (root) => (fs.existsSync(join(root, manifest)) ? fs.readFileSync(join(root, manifest), "utf8") : undefined);
  if (fs.existsSync(join(to, home))) return made.has(manifest) || text(from) === text(to);
  const isNew = text(from) === undefined || made.has(manifest);
  return isNew && (!base.includes(".pnpm/") || fs.existsSync(join(to, base)));
}

// A package's program where the command says: managers put it higher up, and pnpm makes a script for a shell of it.
function link(name) {
  const at = (folder) => join(to, folder, "node_modules/.bin", name);
  const folders = [home];
  while (folders[0] !== ".") folders.unshift(dirname(folders[0]));
  const found = folders.map(at).findLast((path) => fs.existsSync(path));
  if (!found) fail("no package in the image has a program " + name + ": name it in dependencies of package.json");
  const text = fs.readFileSync(found, "latin1");
  if (text.startsWith("\u007fELF")) fail(name + " is no JavaScript, which is all that an image of Node runs");
  const shim = /^#!.*\bsh\s/.test(text) && /"\$basedir\/([^"]+)"\s+"\$@"/.exec(text)?.[1];
  const target = shim ? join(dirname(found), shim) : fs.realpathSync(found);
  fs.mkdirSync(dirname(at(home)), { recursive: true });
  fs.rmSync(at(home), { force: true });
  fs.symlinkSync(relative(fs.realpathSync(dirname(at(home))), target), at(home));
}

// An output that holds all it needs; Next's lacks two folders that lie beside it.
function copyOnly() {
  const folder = join(directory, only);
  if (!fs.existsSync(join(from, folder))) fail("the build left no " + only);
  fs.cpSync(join(from, folder), join(to, folder), { recursive: true, verbatimSymlinks: true });
  const beside = basename(only) === "standalone" ? ["public", join(dirname(only), "static")] : [];
  for (const each of beside) {
    const [source, target] = [join(from, directory, each), join(to, directory, dirname(entrypoint), each)];
    if (fs.existsSync(source) && !fs.existsSync(target)) fs.cpSync(source, target, { recursive: true });
  }
}

function check() {
  if (fs.existsSync(join(to, directory, entrypoint))) return;
  const stem = (path) => basename(path).replace(/\.[cm]?[jt]s$/, "");
  const similar = own.filter((path) => /\.[cm]?js$/.test(path) && stem(path) === stem(entrypoint));
  const hint = similar.slice(0, 3).map((path) => relative(directory, path)).join(" or ");
  fail("there is no " + entrypoint + " after the build" + (hint && ": say entrypoint: " + hint + " in service.yaml"));
}

if (only) copyOnly();
else {
  copyOwn();
  copyMade();
  programs.forEach(link);
}
if (entrypoint) check();
`;
