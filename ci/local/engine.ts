import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import type { BasesFrom } from "../../src/bases/addresses.ts";
import { checkDomain, domainOf } from "../../src/cache/ci-domain.ts";
import type {
  Built,
  Changes,
  Engine,
  Measured,
  OpenedImage,
  RegistryOptions,
  RemoteImage,
} from "../../src/engine.ts";
import { badInput } from "../../src/failure.ts";
import type { Snapshot } from "../../src/files/snapshot.ts";
import type { Microservice } from "../../src/microservice.ts";
import type { PlannedService } from "../../src/pipeline/plan.ts";
import type { SourceFacts } from "../../src/publish/checkout.ts";
import type { Publisher } from "../../src/publish/publisher.ts";
import type { StartCheck } from "../../src/report/result.ts";
import type { Patience } from "../../src/start-check/attempt.ts";
import type { Start } from "../../src/start-check/start.ts";
import { buildah } from "./builders/buildah.ts";
import type { Builder, Secret } from "./builders/builder.ts";
import { builderText } from "./builders/builder-text.ts";
import { chooseEngine, type EngineName } from "./builders/choose.ts";
import { docker } from "./builders/docker.ts";
import { interruption } from "./builders/interruption.ts";
import { sweep } from "./builders/leftovers.ts";
import { OWN_PLATFORM, refuseForeign } from "./builders/platform.ts";
import { parseSecret } from "./builders/secrets.ts";
import { agentSocket } from "./builders/ssh-agent.ts";
import { LocalBuilds, type LocalImage } from "./builds.ts";
import { localKept } from "./kept/kept.ts";
import type { LocalProgress } from "./output/progress.ts";
import { LocalParents } from "./parents.ts";
import { PROJECT } from "./paths.ts";
import { readCheckout } from "./publish/checkout.ts";
import { registryClient } from "./publish/client.ts";
import { credentialsFrom, hostCredentials } from "./publish/credentials.ts";
import { providerFacts } from "./publish/provider-facts.ts";
import { type LocalSkopeo, localBlobs } from "./publish/skopeo.ts";
import { commandOf } from "./repository-call.ts";
import { type ForegroundHow, runInForeground } from "./running/foreground.ts";
import { type StartHow, startImage } from "./running/start.ts";
import { changedSince, snapshotAt } from "./source/changes.ts";
import { contentsDigest } from "./source/contents.ts";
import { rootOf } from "./source/root.ts";
import { readSource, type Source } from "./source/source.ts";
import { attempt } from "./starting/attempt.ts";
import { rememberBases, rememberedBases } from "./state/bases.ts";
import { expectedDurations, rememberDurations } from "./state/history.ts";
import { lastRunOf } from "./state/last-run.ts";
import { keepRelease } from "./state/releases.ts";
import { rememberedStart, rememberStart } from "./state/starts.ts";

/** What a caller says of the machine that builds. */
export interface LocalOptions {
  source?: string;
  engine?: EngineName;
  /** `NAME=env:VARIABLE` or `NAME=file:PATH`. */
  secret?: string[];
  /** The ssh agent that is lent: `default`, or the path of its socket. */
  ssh?: string;
  registryUsername?: string;
  /** `env:VARIABLE` or `file:PATH`. */
  registryPassword?: string;
  /** Plain HTTP also to other machines. */
  plainHttp?: boolean;
  /** Whose caches builds use; by default what the CI's variables say. */
  domain?: string;
  /** Where in the source root the caller stands, unless it is the root. */
  standing?: string;
  /** Longest that a step may take, milliseconds. */
  stepTimeoutMs?: number;
  /** Longest that a registry is waited for, milliseconds. */
  registryWaitMs?: number;
}

/** A build is busy with one core and with about 2 GB. */
const BYTES_A_BUILD = 2e9;

/** Reads a source root of this machine. @throws a `Failure` (exit 2) where there is none, or a secret isn't there. */
export async function openLocal(options: LocalOptions, progress: LocalProgress): Promise<LocalEngine> {
  const secrets = (options.secret ?? []).map(parseSecret);
  const { root, standing } = rootOf(options.source);
  if (standing) progress.note(`repository: ${root}`);
  return new LocalEngine(await readSource(root), { ...options, standing }, secrets, progress);
}

/** Buildah or Docker on this machine, whichever is there: chosen when something is to be built. */
export class LocalEngine implements Engine<LocalImage> {
  readonly snapshot: Snapshot;
  readonly progress: LocalProgress;
  readonly concurrency = Math.max(
    1,
    Math.min(availableParallelism(), Math.floor(totalmem() / BYTES_A_BUILD)),
  );
  readonly signal = interruption();
  readonly blobs = localBlobs;
  readonly history = { expected: expectedDurations, remember: rememberDurations };
  readonly bases = {
    present: async () => (await this.#opened()).present,
    remembered: rememberedBases,
    remember: rememberBases,
  };
  readonly starting = {
    known: ({ id }: LocalImage) => rememberedStart(id),
    remember: ({ id }: LocalImage, check: StartCheck) => rememberStart(id, check),
    look: <T>(image: LocalImage, use: (opened: OpenedImage) => Promise<T>) => image.opened(use),
    attempt: ({ builder, id }: LocalImage, start: Start, patience: Patience) =>
      attempt(builder.name, id, start, patience, this.signal),
  };
  readonly running = {
    start: (image: LocalImage, how: StartHow) => startImage(image, how, this.signal),
    foreground: (image: LocalImage, how: ForegroundHow) => runInForeground(image, how),
  };
  readonly parents = new LocalParents(async () => {
    const builds = await this.#opened();
    const build = (planned: PlannedService, reference: string) => builds.run(planned, { reference });
    return { builder: builds.builder, progress: this.progress, access: this.#access(), build };
  });
  readonly kept = localKept(async () => (await this.#opened()).builder);
  readonly keepRelease = keepRelease;
  readonly lastRun;
  readonly registryWaitMs?: number;
  readonly domain: string;
  readonly standing: string | undefined;
  /** How the caller calls commands. */
  readonly call: string;
  readonly flags: [string, string][];
  readonly #source: Source;
  readonly #options: LocalOptions;
  readonly #secrets: Secret[];
  readonly #agent: string | undefined;
  #builds: Promise<LocalBuilds> | undefined;
  #builder: Builder["name"] = "buildah";

  constructor(source: Source, options: LocalOptions, secrets: Secret[], progress: LocalProgress) {
    this.snapshot = source.snapshot;
    this.progress = progress;
    this.registryWaitMs = options.registryWaitMs;
    this.lastRun = lastRunOf(source.root);
    this.domain = options.domain === undefined ? domainOf(process.env) : checkDomain(options.domain);
    this.standing = options.standing;
    this.call = commandOf(source.snapshot);
    this.flags = flagsOf(options);
    this.#source = source;
    this.#options = options;
    this.#secrets = secrets;
    this.#agent = options.ssh === undefined ? undefined : agentSocket(options.ssh);
  }

  command(words: string): string {
    return `${this.call} ${words}`;
  }

  async defaultBases() {
    const file = join(PROJECT, "bases.yaml");
    return { file, text: readFileSync(file, "utf8") };
  }

  async contents(service: Pick<Microservice, "path" | "inputs">): Promise<string> {
    return contentsDigest(this.#source, service);
  }

  async changes(since: string): Promise<Changes> {
    const { root, git } = this.#source;
    if (!git) throw badInput(`${root} is no git repository`, "--affected-since last-run compares contents");
    const { base, changed } = await changedSince(root, since);
    return { paths: changed, before: () => snapshotAt(root, base) };
  }

  async sources(): Promise<SourceFacts> {
    const checkout = await readCheckout(this.#source.root);
    if (checkout) return { checkout };
    const created = Number(process.env.SOURCE_DATE_EPOCH) || undefined;
    return { revision: providerFacts(process.env).revision, created };
  }

  async platform(): Promise<string> {
    return OWN_PLATFORM;
  }

  async secrets(): Promise<string[]> {
    return this.#secrets.map(({ name }) => name);
  }

  get lendsAgent(): boolean {
    return this.#agent !== undefined;
  }

  refuseForeign(service: Microservice, platform: string, from: BasesFrom): void {
    refuseForeign(service, platform, from, this.#builder);
  }

  async find(planned: PlannedService): Promise<Built<LocalImage> | undefined> {
    return (await this.#opened()).find(planned);
  }

  async fetch(planned: PlannedService, image: RemoteImage): Promise<Built<LocalImage>> {
    return (await this.#opened()).fetch(planned, image, this.#access());
  }

  async build(planned: PlannedService): Promise<Built<LocalImage>> {
    return (await this.#opened()).build(planned);
  }

  async measure(image: LocalImage): Promise<Measured> {
    return image.stored();
  }

  async keep(image: LocalImage): Promise<string> {
    return (await image.stored()).digest;
  }

  async registry(hosts: string[], options: RegistryOptions = {}): Promise<Publisher> {
    return registryClient(hosts, this.#access(options));
  }

  #access({ timeout, asNobody, signal }: RegistryOptions = {}): LocalSkopeo {
    const { registryUsername: username, registryPassword: password, plainHttp } = this.#options;
    const credentials = asNobody ? hostCredentials() : credentialsFrom({ username, password });
    const ends = signal ? AbortSignal.any([signal, this.signal]) : this.signal;
    return { credentials, plainHttp, signal: ends, timeout };
  }

  #opened(): Promise<LocalBuilds> {
    this.#builds ??= this.#open();
    return this.#builds;
  }

  async #open(): Promise<LocalBuilds> {
    const chosen = await chooseEngine(this.#options.engine);
    this.progress.note(`engine: ${await builderText(chosen)}`);
    const builder = chosen.name === "docker" ? docker : buildah;
    this.#builder = builder.name;
    const [present] = await Promise.all([builder.images(), sweep("dead")]);
    return new LocalBuilds({
      builder,
      present,
      source: this.#source,
      secrets: this.#secrets,
      agent: this.#agent,
      progress: this.progress,
      timeoutMs: this.#options.stepTimeoutMs,
      signal: this.signal,
    });
  }
}

/** What reproduces a call on this machine. */
export function flagsOf({ source, engine, domain, secret = [], ssh }: LocalOptions): [string, string][] {
  const flags: [string, string | undefined][] = [
    ["source", source],
    ["engine", engine],
    ["domain", domain],
    ...secret.map((one): [string, string] => ["secret", one]),
    ["ssh", ssh],
  ];
  return flags.filter((flag): flag is [string, string] => flag[1] !== undefined);
}
