import { linked } from "../files/links.ts";
import { relative } from "../files/paths.ts";
import type { Snapshot } from "../files/snapshot.ts";
import type { Fact } from "../microservice.ts";

/** What people read, and no program. */
const UNREAD = /(^|\/)(LICEN[CS]E|COPYING|NOTICE|README|CHANGELOG|CONTRIBUTING|AUTHORS)[^/]*$|\.md$/i;

/**
 * What the links of a service lead to outside its directory, as inputs: at their own places, links work as they do in a
 * checkout. Links among what they lead to are followed, too.
 */
export function linkFacts(tree: Snapshot): Fact[] {
  const { root, directory } = tree;
  if (directory === ".") return [];
  const found = new Map<string, string>();
  for (const waiting = [directory]; waiting.length; ) {
    const within = root.under(waiting.shift() as string);
    for (const link of within.links.map((path) => placed(within, path))) {
      const target = UNREAD.test(link) ? undefined : linked(root, link);
      if (target === undefined || covers(target, directory) || covers(directory, target)) continue;
      if ([...found.keys()].some((known) => covers(known, target))) continue;
      found.set(target, relative(directory, link));
      waiting.push(target);
    }
  }
  return [...found].map(([target, from]) => ({ field: "inputs", value: [target], from }));
}

function placed({ directory }: Snapshot, path: string): string {
  return directory === "." ? path : `${directory}/${path}`;
}

function covers(outer: string, inner: string): boolean {
  return outer === "." || outer === inner || inner.startsWith(`${outer}/`);
}
