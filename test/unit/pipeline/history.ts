/** A file of a generated repository. */
export interface Entry {
  text: string;
  executable: boolean;
}

export type Tree = Map<string, Entry>;

/** Numbers that look random and are the same for the same seed. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NAMES = ["api", "cart", "docs", "mail", "pay", "shop"];
const LIBRARIES = ["libs/money", "libs/ui"];

/** A repository of a few Go, Node and Python services with shared libraries. */
export function firstTree(): Tree {
  const tree: Tree = new Map();
  for (const [at, name] of NAMES.entries()) addService(tree, `services/${name}`, at);
  for (const library of LIBRARIES) tree.set(`${library}/code.txt`, file("shared"));
  tree.set("README.md", file("# All"));
  tree.set("services/api/service.yaml", file("inputs: [libs/money]\n"));
  tree.set("services/cart/service.yaml", file("inputs: [libs]\nneeds: [pay]\n"));
  return tree;
}

function file(text: string, executable = false): Entry {
  return { text, executable };
}

function addService(tree: Tree, path: string, kind: number): void {
  const files: Record<string, string>[] = [
    { "go.mod": "module example.com/x\n\ngo 1.26\n", "main.go": "package main\n\nfunc main() {}\n" },
    {
      "package.json": '{"name": "x", "main": "main.js", "scripts": {"start": "node main.js"}}',
      "main.js": "1",
    },
    { "requirements.txt": "flask==3.1.0\n", "app.py": "from flask import Flask\napp = Flask(__name__)\n" },
  ];
  for (const [name, text] of Object.entries(files[kind % 3] ?? {})) tree.set(`${path}/${name}`, file(text));
}

/** Changes a tree a little, in one of many ways; answers which. */
export function change(tree: Tree, below: (count: number) => number): string {
  const pick = <T>(items: readonly T[]) => items[below(items.length)] as T;
  const paths = [...tree.keys()];
  const path = pick(paths);
  const entry = tree.get(path) as Entry;
  const word = String(below(1e9));
  const service = () => `services/${pick(NAMES)}`;
  const ways: Record<string, () => void> = {
    edit: () =>
      tree.set(path, { ...entry, text: `${entry.text}\n${path.endsWith(".json") ? "" : `# ${word}\n`}` }),
    add: () => tree.set(`${service()}/extra-${word}.txt`, file(word)),
    remove: () => void tree.delete(path),
    rename: () => {
      tree.delete(path);
      tree.set(`${path.replace(/[^/]*$/, "")}renamed-${word}.txt`, entry);
    },
    move: () => {
      tree.delete(path);
      tree.set(`${service()}/${word}.txt`, entry);
    },
    mode: () => tree.set(path, { ...entry, executable: !entry.executable }),
    descriptor: () => {
      const lines = [`port: ${1024 + below(9)}`, `inputs: [${pick(LIBRARIES)}]`, `needs: [${pick(NAMES)}]`];
      tree.set(`${service()}/service.yaml`, file(`${lines.filter(() => below(2)).join("\n")}\n`));
    },
    nested: () => {
      const [owner, number] = [pick(NAMES), below(2)];
      addService(tree, `services/${owner}/inner${number}`, below(3));
      tree.set(`services/${owner}/inner${number}/service.yaml`, file(`name: ${owner}-inner${number}\n`));
    },
    service: () => addService(tree, service(), below(3)),
    drop: () => {
      const directory = `${service()}/`;
      if (below(4)) return;
      for (const each of paths.filter((one) => one.startsWith(directory))) tree.delete(each);
    },
    library: () => tree.set(`${pick(LIBRARIES)}/${word}.txt`, file(word)),
    "no library": () => {
      const directory = `${pick(LIBRARIES)}/`;
      for (const each of paths.filter((one) => one.startsWith(directory))) tree.delete(each);
    },
    above: () =>
      tree.set(
        pick([".nvmrc", ".python-version", "services/.nvmrc"]),
        file(pick(["22\n", "24\n", "3.11\n"])),
      ),
    "not above": () => void [".nvmrc", ".python-version", "services/.nvmrc"].map((each) => tree.delete(each)),
    workspace: () => {
      const member = [...paths.filter((one) => one.endsWith("/go.mod")), "services/api/go.mod"][0] as string;
      tree.set("go.work", file(`go 1.26\n\nuse ./${member.replace(/\/go\.mod$/, "")}\n`));
    },
    "no workspace": () => void tree.delete("go.work"),
    bases: () => tree.set("bases.lock", file(`# ${word}\n`)),
    elsewhere: () => tree.set(`docs/${word}.md`, file(word)),
    unread: () => tree.set(`${service()}/node_modules/${word}.js`, file(word)),
  };
  // Now and then a service comes back, so that there are some to the end.
  const way = below(6) ? pick(Object.keys(ways)) : "service";
  ways[way]?.();
  return way;
}

/** Commits as `git fast-import` reads them: each the whole tree, after the one before. */
export function importStream(trees: Tree[]): string {
  return trees
    .map((tree, at) => {
      const files = [...tree].map(([path, { text, executable }]) => {
        return `M ${executable ? "100755" : "100644"} inline ${path}\n${data(text)}`;
      });
      const head = `commit refs/heads/main\nmark :${at + 1}\ncommitter t <t@t> ${at} +0000\n${data(`c${at}`)}`;
      const tag = `reset refs/tags/c${at}\nfrom :${at + 1}\n\n`;
      return `${head}${at ? `from :${at}\n` : ""}deleteall\n${files.join("")}\n${tag}`;
    })
    .join("");
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
