import type { BasesFrom } from "../bases/addresses.ts";
import { placeOfBase } from "../bases/files.ts";
import type { Engine } from "../engine.ts";
import { EXIT, Failure } from "../failure.ts";
import type { PlannedBase } from "../pipeline/plan.ts";
import { registryFailure } from "../publish/faults.ts";
import { type Publisher, RegistryFailure } from "../publish/publisher.ts";
import { hostOf, parseImage } from "../publish/reference.ts";
import { callerCommand, PIN } from "./caller-command.ts";
import type { BuildOptions } from "./options.ts";

const AN_HOUR = 3_600_000;
const PROBE_MS = 15_000;

/**
 * Where bases come from: as asked; else the registry, and Debian packages where the registry can't be reached and
 * some base is not on this machine. Says so in one line when it falls back, and asks again after an hour.
 *
 * @param wanted the bases as registries have them.
 * @throws a `Failure` (exit 2) where the registry answers that it won't give a base.
 */
export async function whereBasesComeFrom(
  engine: Engine,
  { bases: asked, frozen }: Pick<BuildOptions, "bases" | "frozen">,
  wanted: () => PlannedBase[],
): Promise<BasesFrom> {
  const present = await engine.bases?.present();
  if (asked || !engine.bases) return asked ?? "registry";
  const chosen = async (from: BasesFrom) => {
    await engine.bases?.remember(from);
    return from;
  };
  const missing = wanted().find(({ address }) => !present?.has(address));
  if (frozen || !missing) return chosen("registry");
  const last = engine.bases.remembered();
  if (last?.from === "debian" && Date.now() - last.at < AN_HOUR) return "debian";
  if (await isReachable(engine, missing)) return chosen("registry");
  engine.progress.note(
    `bases: debian (the registry of ${missing.address} can't be reached; --bases registry insists)`,
  );
  return chosen("debian");
}

async function isReachable(engine: Engine, base: PlannedBase): Promise<boolean> {
  const client = await engine.registry([hostOf(base.address)], { timeout: PROBE_MS, asNobody: true });
  return digestOfBase(engine, client, base).then(
    () => true,
    (error) => {
      if (error instanceof Failure && error.exitCode === EXIT.retry) return false;
      throw error;
    },
  );
}

/**
 * The digest that a registry answers for a base.
 *
 * @throws a `Failure`: 75 where it can't be reached; 2, with the line of `bases.yaml`, where it can be and won't tell.
 */
export async function digestOfBase(engine: Engine, client: Publisher, base: PlannedBase): Promise<string> {
  const { repository, reference } = parseImage(base.address);
  try {
    const digest = await client.digestOf(repository, reference);
    if (digest) return digest;
    throw new RegistryFailure(base.address, "absent", ["manifest unknown"]);
  } catch (error) {
    if (!(error instanceof RegistryFailure)) throw error;
    throw isUnreachable(error) ? unreached(error) : await refused(engine, base, error);
  }
}

/** A request that got no answer, in Go's words, or lost it; a registry that has no time. */
const NO_ANSWER = /\b(Get|Head|Post) "[^"]*": /;

/** What no other bases should hide: it is for the caller to mend. */
const MENDABLE = /x509: |tls: [a-z ]*certificate|HTTPS client|Proxy Authentication Required/;

/** Whether a registry can't be reached, or an address was never asked: the network's fault, or its own. */
export function isUnreachable({ fault, lines }: RegistryFailure): boolean {
  const said = lines.join("\n");
  return (fault === "passing" || NO_ANSWER.test(said)) && !MENDABLE.test(said);
}

function unreached(error: RegistryFailure): Failure {
  const { message, lines, next } = registryFailure(error);
  return new Failure(message, { exitCode: EXIT.retry, lines, next });
}

async function refused(engine: Engine, base: PlannedBase, error: RegistryFailure): Promise<Failure> {
  const own = engine.snapshot.text("bases.yaml");
  const { file, text } = own === undefined ? await engine.defaultBases() : { file: "bases.yaml", text: own };
  return new Failure(`${placeOfBase(file, text, base.name)}: no image ${base.address}`, {
    exitCode: EXIT.input,
    lines: error.lines,
    next: hint(engine, base, error),
  });
}

function hint(engine: Engine, { address }: PlannedBase, { fault, lines }: RegistryFailure): string {
  const debian = "--bases debian needs no registry";
  if (lines.join().includes("Proxy Authentication")) return `say user and password in HTTPS_PROXY; ${debian}`;
  if (fault === "refused") return `log in to ${hostOf(address)} if it is there; ${debian}`;
  if (fault !== "absent") return debian;
  if (address.includes("@")) return callerCommand(engine, PIN);
  return `mend it there, or the version that a service asks for; ${debian}`;
}
