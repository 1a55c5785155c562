import { badInput } from "../failure.ts";
import { isIgnored } from "../files/is-ignored.ts";
import type { Checkout } from "./checkout.ts";
import { FIXED, LINKED, TAKEN } from "./git-view.ts";

/** Whether a build could read a file: what it can't doesn't make a tree dirty. */
export function countsAsSource(path: string): boolean {
  return path !== "" && !isIgnored(path);
}

const SECTION = "-- --";

/** Makes a view of `.git`, and has git see nothing else. */
const VIEW = [
  'view="$(mktemp -d)"',
  'mkdir "$view/info"',
  'cat .git/HEAD > "$view/HEAD"',
  `for name in ${[...LINKED.own, ...LINKED.common].join(" ")}
   do if [ -f ".git/$name" ] || [ -d ".git/$name" ]; then ln -s "$PWD/.git/$name" "$view/$name"; fi
   done`,
  `for name in ${[...TAKEN, "remote.origin.url"].join(" ")}
   do if value="$(git config --file .git/config --no-includes --get "$name")"
     then git config --file "$view/config" "$name" "$value"; fi
   done`,
  ...Object.entries(FIXED).map(([name, value]) => `git config --file "$view/config" ${name} ${value}`),
  'export GIT_DIR="$view" GIT_WORK_TREE="$PWD" GIT_CONFIG_NOSYSTEM=1 GIT_NO_LAZY_FETCH=1 GIT_OPTIONAL_LOCKS=0',
];

const FACTS = [
  "git log -1 --no-show-signature --format='%H %ct' HEAD --",
  "git tag --points-at HEAD",
  "{ git config --get remote.origin.url || true; }",
  "git diff --name-only --no-ext-diff --no-textconv --ignore-submodules=dirty --relative HEAD -- . &&" +
    " git ls-files --others --exclude-standard",
].join(` && echo ${SECTION} && `);

/** A shell script that says of the repository whose root it runs in what {@link checkoutSaid} reads. */
export const GIT_FACTS = [...VIEW, FACTS].join(" &&\n");

/** Reads it. @throws a `Failure` where it is something else. */
export function checkoutSaid(text: string): Checkout {
  const [head = "", tags = "", remote = "", changed = ""] = text.split(new RegExp(`^${SECTION}\n`, "m"));
  const [, revision = "", created = ""] = /^([0-9a-f]{40,64}) (\d+)$/.exec(head.trim()) ?? [];
  if (!revision) throw badInput(`git says nothing of HEAD: ${head.trim()}`);
  return {
    revision,
    created: Number(created),
    tags: lines(tags),
    remote: remote.trim() || undefined,
    dirty: lines(changed).some(countsAsSource),
  };
}

function lines(text: string): string[] {
  return text.split("\n").filter(Boolean);
}
