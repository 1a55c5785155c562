import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../ci/local/paths.ts";
import type { BasesFrom } from "../../src/bases/addresses.ts";
import {
  type Built,
  type Changes,
  type Engine,
  type Measured,
  type Parents,
  SILENT,
  type Starting,
} from "../../src/engine.ts";
import { Failure } from "../../src/failure.ts";
import { Snapshot } from "../../src/files/snapshot.ts";
import type { Microservice } from "../../src/microservice.ts";
import type { PlannedService } from "../../src/pipeline/plan.ts";
import type { Checkout } from "../../src/publish/checkout.ts";
import { sha256 } from "../../src/publish/digest.ts";
import { type ImageConfig, MEDIA } from "../../src/publish/oci.ts";
import { memoryRegistry } from "../unit/publish/memory-registry.ts";
import { imageOf, type Laid } from "../unit/start-check/image.ts";

/** What there is: a repository, and what an engine would say of it. */
export interface World {
  files: Record<string, string>;
  /** The files of the last commit, where there is one. */
  committed?: Record<string, string>;
  /** Names of services whose build fails, each with the last line of what it printed. */
  failing?: Record<string, string>;
  secrets?: string[];
  /** Bytes of each image; 1000 by default. */
  sizes?: Record<string, number>;
  /** Images that builds start from, where the machine keeps such. */
  parents?: { taken: Set<string>; made: Set<string>; uploaded: string[] };
  registry?: ReturnType<typeof memoryRegistry>;
  /** Whose caches are used; `main` by default. */
  domain?: string;
  /** Where a fallback is known, as on this machine. */
  fallback?: { present: string[]; remembered?: { from: BasesFrom; at: number } };
}

/** An engine that keeps all in memory: a build succeeds unless it is said to fail. */
export class MemoryEngine implements Engine<string> {
  readonly snapshot: Snapshot;
  readonly concurrency = 4;
  readonly domain: string;
  readonly notes: string[] = [];
  readonly built: string[] = [];
  /** For each build, the dependencies that it started from; "" where it made its own. */
  readonly startedFrom: string[] = [];
  readonly progress = { ...SILENT, note: (text: string) => void this.notes.push(text) };
  readonly bases: Engine["bases"];
  readonly #world: World;
  readonly #registry: ReturnType<typeof memoryRegistry>;

  constructor(world: World) {
    this.#world = world;
    this.domain = world.domain ?? "main";
    this.#registry = world.registry ?? memoryRegistry();
    this.snapshot = Snapshot.of(world.files);
    const { fallback } = world;
    this.bases = fallback && {
      present: async () => new Set(fallback.present),
      remembered: () => fallback.remembered,
      remember: async (from) => void Object.assign(fallback, { remembered: { from, at: Date.now() } }),
    };
  }

  /** What a service's own Dockerfile says that its image starts, and what it copies. */
  get starting(): Starting<string> {
    const text = (name: string) => this.#world.files[`services/${name}/Dockerfile`] ?? "";
    return {
      known: async () => undefined,
      remember: async () => {},
      look: (name, use) => {
        const said = /^(?:ENTRYPOINT|CMD) (.*)$/m.exec(text(name))?.[1];
        const config = { Entrypoint: said ? (JSON.parse(said) as string[]) : undefined };
        const files = async () => imageOf(copied(text(name)));
        return use({ config: { ...EMPTY, config }, files });
      },
    };
  }

  get blobs() {
    return this.#registry.blobs;
  }

  async defaultBases() {
    return { file: "bases.yaml", text: readFileSync(join(PROJECT, "bases.yaml"), "utf8") };
  }

  async contents({ path, inputs }: Pick<Microservice, "path" | "inputs">): Promise<string> {
    const isIn = (file: string) => (at: string) => at === "." || file === at || file.startsWith(`${at}/`);
    const inside = Object.entries(this.#world.files).filter(([file]) => [path, ...inputs].some(isIn(file)));
    return sha256(JSON.stringify(inside));
  }

  async changes(since: string): Promise<Changes> {
    const { files, committed } = this.#world;
    if (!committed || since !== "HEAD") throw new Failure(`git knows no commit "${since}"`, { exitCode: 2 });
    const paths = [...new Set([...Object.keys(files), ...Object.keys(committed)])];
    return {
      paths: paths.filter((path) => files[path] !== committed[path]),
      before: async () => Snapshot.of(committed),
    };
  }

  async sources() {
    const { files, committed } = this.#world;
    if (!committed) return {};
    const dirty = JSON.stringify(files) !== JSON.stringify(committed);
    return { checkout: { revision: REVISION, dirty, created: 1_700_000_000, tags: [] } satisfies Checkout };
  }

  async platform(): Promise<string> {
    return "linux/amd64";
  }

  async secrets(): Promise<string[]> {
    return this.#world.secrets ?? [];
  }

  /** Images that builds start from, where this machine has some: addresses that it took or made, and keys that it uploaded. */
  get parents(): Parents | undefined {
    const { parents } = this.#world;
    return (
      parents && {
        has: async ({ address }) =>
          parents.taken.has(address) ? "taken" : parents.made.has(address) ? "made" : undefined,
        take: async ({ address }, { image }) => {
          if (image.config.config.Labels?.image === undefined) throw new Error("it isn't there");
          parents.taken.add(address);
          return address;
        },
        made: async ({ address }) => void parents.made.add(address),
        upload: async ({ address }, repository) => {
          parents.uploaded.push(address);
          const digest = await this.keep(address);
          await this.#registry.publisher.upload(repository, digest);
          return digest;
        },
      }
    );
  }

  async build({ service, stage, bases, dependencies }: PlannedService): Promise<Built<string>> {
    const line = this.#world.failing?.[service.name];
    if (line !== undefined) {
      const exitCode = /refused/.test(line) ? 75 : 1;
      throw new Failure(`stage ${stage}: it failed`, { exitCode, lines: [line], next: "look at it" });
    }
    this.built.push(service.name);
    this.startedFrom.push(dependencies ?? "");
    const made = bases.filter(({ address }) => !this.#world.parents?.taken.has(address));
    for (const { address } of made) this.#world.parents?.made.add(address);
    return { image: service.name, output: async () => "fine" };
  }

  async measure(image: string): Promise<Measured> {
    return { sizeBytes: this.#world.sizes?.[image] ?? 1000 };
  }

  async keep(image: string): Promise<string> {
    const manifest = {
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      config: await this.blobs.putJson({ ...EMPTY, config: { Labels: { image } } }, MEDIA.config),
      layers: [{ mediaType: MEDIA.layer, digest: sha256(image), size: 1000 }],
    };
    return (await this.blobs.putJson(manifest, MEDIA.manifest)).digest;
  }

  async registry() {
    return this.#registry.publisher;
  }
}

const EMPTY: ImageConfig = {
  architecture: "amd64",
  os: "linux",
  config: {},
  rootfs: { type: "layers", diff_ids: [] },
};

/** Of the last commit. */
export const REVISION = "0123456789abcdef0123456789abcdef01234567";

/** Where a Dockerfile copies what, and whether it may run there. */
function copied(dockerfile: string): Record<string, Laid> {
  const copies = dockerfile.matchAll(/^COPY (--chmod=755 )?\S+ (\S+)$/gm);
  return Object.fromEntries(
    [...copies].map(([, program, path = ""]) => [path, { text: "", mode: program ? 0o755 : 0o644 }]),
  );
}
