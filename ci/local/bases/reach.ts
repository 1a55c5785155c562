import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isNode, LineCounter, parseDocument } from "yaml";
import { $ } from "zx";
import type { PlannedBase } from "../../../src/pipeline/plan.ts";
import { faultOf } from "../../../src/publish/faults.ts";
import { isLoopback } from "../../../src/publish/reference.ts";
import { plainLine } from "../../../src/publish/skopeo.ts";
import { EXIT, Failure } from "../../../src/report/failure.ts";
import { ensureTools } from "../builders/engine.ts";
import { PROJECT } from "../paths.ts";
import type { Source } from "../source/source.ts";

/**
 * Whether the registry of a base can be reached, and has it.
 *
 * @throws a `Failure` (exit 2) where it can be and doesn't: that is a mistake, or wants a login.
 */
export async function reaches(base: PlannedBase, source: Source): Promise<boolean> {
  await ensureTools(["skopeo"]);
  const tls = isLoopback(base.address) ? ["--tls-verify=false"] : [];
  const quietly = $({ quiet: true, nothrow: true });
  const asked = quietly`skopeo inspect --raw ${tls} docker://${withoutTag(base.address)}`;
  const { exitCode, stderr } = await asked.timeout(15_000);
  if (exitCode === 0) return true;
  const said = plainLine(stderr.trim().split("\n").at(-1) ?? "");
  if (unreachable(said)) return false;
  throw new Failure(`${placeText(base, source)}: no image ${base.address}`, {
    exitCode: EXIT.input,
    lines: [said],
    next: hint(base, said),
  });
}

/** skopeo takes a tag or a digest, not both. */
function withoutTag(address: string): string {
  return address.includes("@") ? address.replace(/:[^:@/]+@/, "@") : address;
}

/** A request that got no answer, in Go's words, or lost it; a registry that has no time. */
const NO_ANSWER =
  /^$|\b(Get|Head|Post) "[^"]*": |unexpected EOF|too ?many ?requests|\bstatus ?(code)?:?[^\n]{0,20}\b(429|5\d\d)\b/i;

/** What no other bases should hide: it is for the caller to mend. */
const MENDABLE = /x509: |tls: [a-z ]*certificate|HTTPS client|Proxy Authentication Required/;

/** Whether skopeo's last words mean that the registry can't be reached; none where it was ended. */
export function unreachable(said: string): boolean {
  return NO_ANSWER.test(said) && !MENDABLE.test(said);
}

function hint({ address }: PlannedBase, said: string): string {
  const debian = "--bases debian needs no registry";
  const fault = faultOf(said);
  if (said.includes("Proxy Authentication")) return `say user and password in HTTPS_PROXY; ${debian}`;
  if (fault === "refused") return `log in to ${address.split("/")[0]} if it is there; ${debian}`;
  if (fault !== "absent") return debian;
  if (address.includes("@")) return "./daggerw call pin export --path bases.lock";
  return `mend it there, or the version that a service asks for; ${debian}`;
}

function placeText({ name }: PlannedBase, { snapshot }: Source): string {
  const own = snapshot.text("bases.yaml");
  const ours = join(PROJECT, "bases.yaml");
  const { line, column } = placeOfBase(own ?? readFileSync(ours, "utf8"), name);
  return `${own === undefined ? ours : "bases.yaml"}:${line}:${column}`;
}

/** Where a `bases.yaml` says the image of a base. */
export function placeOfBase(text: string, name: string): { line: number; column: number } {
  const lineCounter = new LineCounter();
  const image = parseDocument(text, { lineCounter }).getIn([name, "image"], true);
  const { line, col } = lineCounter.linePos(isNode(image) ? (image.range?.[0] ?? 0) : 0);
  return { line, column: col };
}
