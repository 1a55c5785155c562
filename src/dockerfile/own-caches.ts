import { ownCacheName } from "../cache/domain.ts";
import { instructionFlags } from "./flags.ts";
import { qualified } from "./images.ts";
import { type Mount, optionOf, readMount, writeMount } from "./mounts.ts";
import { type Instruction, instructionsOf } from "./parse.ts";

/** Whose Dockerfile it is, and whose caches it may use. */
export interface Owner {
  service: string;
  domain?: string;
}

/**
 * A service's own Dockerfile with caches of its own: whatever it calls them, it can name no other service's, and none
 * that recipes use. (Builders up to buildah 1.37.3 take an id for a path, and `..` leaves their directory:
 * CVE-2024-9675.)
 */
export function withOwnCaches(text: string, owner: Owner): string {
  return withFlags(text, /^RUN$/i, (flag) => {
    if (!flag.startsWith("--mount")) return flag;
    const mount = readMount(flag);
    return mount.type === "cache" ? writeMount(ownCache(mount, owner)) : flag;
  });
}

function ownCache(mount: Mount, { service, domain }: Owner): Mount {
  const id = optionOf(mount, "id") ?? optionOf(mount, "target", "dst", "destination") ?? "";
  const others = mount.options.filter(([name]) => name !== "id");
  return { type: "cache", options: [["id", ownCacheName(service, id, domain)], ...others] };
}

/**
 * The same with the registry of every image that `--from` names: a local image of that name is another service's. Stages
 * are named in lower case, as {@link userStages} names them: buildah takes another spelling for an image.
 */
export function withQualifiedImages(text: string): string {
  const starts = instructionsOf(text).filter(({ joined }) => /^FROM\s/i.test(joined));
  return withFlags(text, /^(RUN|COPY|ADD)$/i, (flag, at) => {
    // Not the stage under way: by its name buildah finds an image.
    const whole = starts.filter(({ line }) => line < at.line).slice(0, -1);
    const names = whole.map(({ joined }) => /\sAS\s+(\S+)$/i.exec(joined)?.[1]?.toLowerCase());
    const isStage = (from: string) => /^\d+$/.test(from) || names.includes(from.toLowerCase());
    const image = (from: string) => (isStage(from) ? from.toLowerCase() : qualified(from));
    if (flag.startsWith("--from=")) return `--from=${image(flag.slice("--from=".length))}`;
    return flag.startsWith("--mount") ? writeMount(mountFrom(readMount(flag), image)) : flag;
  });
}

function mountFrom(mount: Mount, image: (from: string) => string): Mount {
  const options = mount.options.map(([name, value]): [string, string] => [
    name,
    name === "from" ? image(value) : value,
  ]);
  return { ...mount, options };
}

/** Changes the flags of some instructions; where none changes, the text stays as it is. */
function withFlags(
  text: string,
  names: RegExp,
  change: (flag: string, instruction: Instruction) => string,
): string {
  const lines = text.split("\n");
  for (const instruction of instructionsOf(text).reverse()) {
    const [name = ""] = instruction.joined.split(/\s/);
    if (!names.test(name)) continue;
    const { flags } = instructionFlags(instruction.joined);
    const changed = flags.map((flag) => change(flag, instruction));
    if (flags.every((flag, at) => flag === changed[at])) continue;
    const until = instruction.text.split("\n").length;
    lines.splice(instruction.line - 1, until, rewritten(instruction, name, changed));
  }
  return lines.join("\n");
}

/** An instruction with other flags: on the lines where it stands if that can be told, on one line otherwise. */
function rewritten(instruction: Instruction, name: string, changed: string[]): string {
  const { flags, rest } = instructionFlags(instruction.joined);
  const inPlace = flags.reduce<string | undefined>((text, flag, at) => {
    const parts = text?.split(flag) ?? [];
    return parts.length === 2 ? parts.join(changed[at]) : undefined;
  }, instruction.text);
  if (inPlace !== undefined && meansJust(inPlace, changed, rest)) return inPlace;
  return [`${name} ${[...changed, rest].join(" ")}`, ...instruction.documents].join("\n");
}

function meansJust(text: string, flags: string[], rest: string): boolean {
  const [only, ...others] = instructionsOf(text);
  if (!only || others.length) return false;
  const found = instructionFlags(only.joined);
  return found.rest === rest && found.flags.join("\n") === flags.join("\n");
}
