import type { Files, Images } from "./kinds/kind.ts";
import { KINDS } from "./kinds/table.ts";
import { serviceNames } from "./mix.ts";
import { random } from "./random.ts";

/** Text files of this repository, by path. */
export type Templates = Files;

/** The two Dockerfiles of one service, and the directory that each is built in. */
export interface ByHand {
  name: string;
  written: { dockerfile: string; context: string };
  naive: { dockerfile: string; context: string };
}

/**
 * Files of a repository of `count` services: real ones of this repository with names and code of their own,
 * their lockfiles as they are. A service is the same in repositories of any size.
 *
 * @param seed decides everything that differs between services.
 */
export function repositoryFiles(count: number, seed: string, templates: Templates): Files {
  const services = variations(count, seed).flatMap((one) => {
    const kind = KINDS[one.kind];
    const files = kind.vary(below(templates, `services/${kind.template(one.index)}/`), one);
    return Object.entries(files).map(([path, text]) => [`services/${one.name}/${path}`, text]);
  });
  const money = Object.entries(templates).filter(([path]) => path.startsWith("libs/money/"));
  return { ...Object.fromEntries([...money, ...services]), ...FILE_SERVER, ".gitignore": IGNORED };
}

/** The Dockerfiles by hand; they lie outside the repository, where nothing takes them for a service's own. */
export function dockerfilesByHand(count: number, seed: string, images: Images): ByHand[] {
  return variations(count, seed).map((one) => {
    const naive = KINDS[one.kind].naive(one, images);
    const directory = naive.context === "service" ? `services/${one.name}` : ".";
    return {
      name: one.name,
      written: { dockerfile: KINDS[one.kind].written(one, images), context: "." },
      naive: { dockerfile: naive.dockerfile, context: directory },
    };
  });
}

function variations(count: number, seed: string) {
  return serviceNames(count).map((one) => ({ ...one, random: random(`${seed} ${one.name}`) }));
}

function below(templates: Templates, prefix: string): Files {
  const found = Object.entries(templates).filter(([path]) => path.startsWith(prefix));
  if (!found.length) throw new Error(`there is no ${prefix}`);
  return Object.fromEntries(found.map(([path, text]) => [path.slice(prefix.length), text]));
}

/** What no Dockerfile by hand copies. */
export const DOCKERIGNORE =
  "**/.git\n**/node_modules\n**/target\n**/dist\n**/README.md\n**/service.yaml\n**/*_test.go\n";

const IGNORED = "node_modules/\ntarget/\ndist/\n__pycache__/\n";

/** Dockerfiles by hand serve static sites with it. */
const FILE_SERVER = {
  "tools/files/go.mod": "module example.com/multistage/files\n\ngo 1.26\n",
  "tools/files/main.go": `// Command files serves a directory.
package main

import (
	"cmp"
	"log"
	"net/http"
	"os"
)

func main() {
	log.Fatal(http.ListenAndServe(":"+cmp.Or(os.Getenv("PORT"), "8088"), http.FileServer(http.Dir(os.Args[1]))))
}
`,
};
