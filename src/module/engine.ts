import { type Container, type Directory, dag, type Platform } from "@dagger.io/dagger";
import { isDebian } from "../bases/addresses.ts";
import { readBases } from "../bases/files.ts";
import { checkDomain } from "../cache/ci-domain.ts";
import { TRUSTED } from "../cache/domain.ts";
import {
  type Built,
  type Changes,
  type Engine,
  type Measured,
  type Parents,
  type RegistryOptions,
  SILENT,
} from "../engine.ts";
import { badInput } from "../failure.ts";
import { globs } from "../files/globs.ts";
import { Snapshot } from "../files/snapshot.ts";
import { asksAgent } from "../git-access.ts";
import { crosses } from "../languages/language.ts";
import { languageNamed, READ } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { assemble, type Pipeline } from "../pipeline/assemble.ts";
import { type PlannedService, stageOf } from "../pipeline/plan.ts";
import type { SourceFacts } from "../publish/checkout.ts";
import type { Publisher } from "../publish/publisher.ts";
import { archiveSize } from "./archive.ts";
import { type Bases, engineBases } from "./bases.ts";
import { checkoutOf, type SourcesGiven } from "./checkout.ts";
import { EngineBlobs } from "./engine-blobs.ts";
import { engineKit } from "./engine-kit.ts";
import { engineRegistry } from "./engine-registry.ts";
import { explained } from "./failure.ts";
import { keepImage } from "./keep-image.ts";
import { refuseOwnSources } from "./own-sources.ts";
import { engineParents, takenDependencies } from "./parents.ts";
import type { RegistryAccess } from "./registry-access.ts";
import { type GivenSecrets, namedSecrets, secretNames } from "./secrets.ts";
import { engineStarting } from "./starting.ts";
import { textsOf } from "./texts.ts";
import { debianTool } from "./tool.ts";
import { BaseOrigin } from "./types.ts";

/** What a caller gives a function of the module besides its words. */
export interface DaggerOptions extends GivenSecrets, SourcesGiven, RegistryAccess {
  /** Whose caches builds use: the trusted sources' by default, since an engine doesn't see its caller's CI. */
  domain?: string;
}

/**
 * Lists the files of a source root and reads the few that detection needs. What its `.gitignore` files name stays behind,
 * as without an engine: arguments bring it along.
 *
 * @throws a `Failure` (exit 2) where nobody said which repository.
 */
export async function openDagger(given: Directory, options: DaggerOptions = {}): Promise<DaggerEngine> {
  const source = given.filter({ gitignore: true });
  const snapshot = await snapshotOf(source);
  await refuseOwnSources(snapshot);
  return new DaggerEngine(source, snapshot, options);
}

/** An engine of Dagger's, on which images are containers: nothing runs before something asks for its result. */
export class DaggerEngine implements Engine<Container> {
  readonly snapshot: Snapshot;
  readonly blobs = new EngineBlobs();
  /** Engines start every step at once; beyond this many services they only take memory from one another. */
  readonly concurrency = 4;
  /**
   * What moves layers starts a container, which on a busy engine waits for its turn; the client in it waits for no registry
   * longer than it is told.
   */
  readonly requestOverheadMs = 120_000;
  readonly domain: string;
  readonly starting = engineStarting;
  readonly progress = { ...SILENT, note: (text: string) => console.log(text) };
  readonly #source: Directory;
  readonly #options: DaggerOptions;
  #defaultBases: Promise<string> | undefined;

  constructor(source: Directory, snapshot: Snapshot, options: DaggerOptions) {
    this.#source = source;
    this.domain = checkDomain(options.domain ?? TRUSTED);
    this.snapshot = snapshot;
    this.#options = options;
  }

  /** A module sees files, never the path or address that they came from. */
  command(words: string): string {
    return `dagger call ${words}, with the same --source`;
  }

  async defaultBases() {
    this.#defaultBases ??= dag.currentModule().source().file("bases.yaml").contents();
    return { file: "bases.yaml of multistage", text: await this.#defaultBases };
  }

  async contents({ path, inputs }: Pick<Microservice, "path" | "inputs">): Promise<string> {
    const digests = [path, ...inputs].map((each) =>
      this.snapshot.has(each) ? this.#source.file(each).digest() : this.#source.directory(each).digest(),
    );
    return (await Promise.all(digests)).join("\n");
  }

  async changes(since: string): Promise<Changes> {
    const { git } = this.#options;
    if (!git) throw badInput("what changed is read from git", "add --git .git");
    const history = dag.directory().withDirectory(".git", git).asGit();
    const before = history.head().commonAncestor(history.ref(since)).tree({ discardGitDir: true });
    const changes = this.#source.changes(before);
    const asked = [changes.addedPaths(), changes.modifiedPaths(), changes.removedPaths()];
    const paths = await Promise.all(asked).catch(() => {
      throw badInput(
        `git knows no commit "${since}" that HEAD has an ancestor in common with`,
        "git fetch origin",
      );
    });
    return { paths: paths.flat().map(withoutSlash), before: () => snapshotOf(before) };
  }

  async sources(): Promise<SourceFacts> {
    const tool = async () => debianTool(await this.#images(), ["git"]);
    return { checkout: await checkoutOf(this.#source, this.#options, tool) };
  }

  platform(): Promise<string> {
    return dag.defaultPlatform();
  }

  secrets(): Promise<string[]> {
    return secretNames(this.#options);
  }

  get lendsAgent(): boolean {
    return this.#options.ssh !== undefined;
  }

  async build(planned: PlannedService): Promise<Built<Container>> {
    const { declared, stage } = planned;
    const wanted = stageOf(await this.#pipeline(planned), stage, declared);
    const platform = planned.platform as Platform | undefined;
    const image = await explained(declared, () => wanted.sync(), platform);
    return { image, output: () => image.combinedOutput() };
  }

  async #pipeline(planned: PlannedService): Promise<Pipeline<Container>> {
    const { declared, service } = planned;
    const isMade = planned.bases.some(({ address }) => isDebian(address));
    const language = languageNamed(service.language);
    const kit = engineKit(declared, {
      directory: this.#source,
      bases: await this.basesFrom(isMade ? BaseOrigin.Debian : BaseOrigin.Registry),
      read: (path) => this.snapshot.text(path),
      secrets: await namedSecrets(declared, this.#options),
      agent: asksAgent(declared) ? this.#options.ssh : undefined,
      platform: planned.platform as Platform | undefined,
      domain: this.domain,
      crossCompiles: crosses(language, declared),
    });
    return assemble(kit, language, declared, service, takenDependencies(this.#options, planned));
  }

  /** A registry that only the caller reaches, or by plain HTTP alone, is none that an engine pulls from. */
  get parents(): Parents | undefined {
    const { registryService, plainHttp } = this.#options;
    if (registryService || plainHttp) return undefined;
    return engineParents(this.#options, async (planned) => (await this.#pipeline(planned)).dependencies);
  }

  /** An engine tells no layers, and no digest before an image is laid beside. */
  async measure(image: Container): Promise<Measured> {
    return { sizeBytes: await archiveSize(image) };
  }

  async keep(image: Container): Promise<string> {
    return keepImage(this.blobs, await this.#client(), image);
  }

  async registry(hosts: string[], { timeout, asNobody }: RegistryOptions = {}): Promise<Publisher> {
    const { registryService, plainHttp } = this.#options;
    const access = asNobody ? { registryService, plainHttp } : this.#options;
    return engineRegistry(hosts, { access, blobs: this.blobs, tool: () => this.#client(), timeout });
  }

  /** Where stages start. */
  async basesFrom(origin: BaseOrigin): Promise<Bases> {
    return engineBases(await this.#images(), this.snapshot.text("bases.lock"), origin);
  }

  async #images() {
    return readBases(this.snapshot.text("bases.yaml") ?? (await this.defaultBases()).text);
  }

  /** A container with skopeo, tar and gzip. */
  async #client(): Promise<Container> {
    return debianTool(await this.#images(), ["ca-certificates", "skopeo"]);
  }
}

async function snapshotOf(directory: Directory): Promise<Snapshot> {
  const listed = await directory.glob("**/*");
  const paths = listed.filter((path) => !path.endsWith("/"));
  return new Snapshot(paths, await textsOf(directory, paths.filter(globs(READ))));
}

/** Changed directories are listed with one. */
function withoutSlash(path: string): string {
  return path.replace(/\/$/, "");
}
