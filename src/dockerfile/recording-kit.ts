import { cacheName } from "../cache/domain.ts";
import { asksAgent, secretsOf } from "../git-access.ts";
import type { Microservice } from "../microservice.ts";
import type { Kit } from "../stage.ts";
import { withOwnCaches, withQualifiedImages } from "./own-caches.ts";
import { RecordedName, RecordedStage, RecordedTree } from "./record.ts";
import { baseArgument, withBuildArguments } from "./user-dockerfile.ts";

/** What a Dockerfile depends on besides its service. */
export interface RecordingOptions {
  /** The text of a file of the source root. */
  read?(path: string): string | undefined;
  /** The image's, where it is not the builder's own. */
  platform?: string;
  /** Whose caches it may use: {@link TRUSTED} by default. */
  domain?: string;
  /** The language compiles for other platforms, so that its stages run on the builder's. */
  crossCompiles?: boolean;
}

/** The recorder's kit for one service; `address` says which image a base is. */
export function recordingKit(
  service: Microservice,
  address: (base: string, version?: string) => string,
  { read = () => undefined, platform, domain, crossCompiles }: RecordingOptions = {},
): Kit<RecordedStage> {
  const builder = platform && crossCompiles ? BUILDER : undefined;
  const own = new Map<string, RecordedStage>();
  const stages = {
    container: () => new RecordedStage(),
    cacheVolume: (key: string) => new RecordedName(key),
  };
  return {
    stages,
    from: (base, version) => stages.container().from(address(base, version), builder),
    userDockerfile(file, target) {
      const path = service.path === "." ? file : `${service.path}/${file}`;
      const given = withBuildArguments(read(path) ?? "", ownArguments(service, address));
      const text = withQualifiedImages(withOwnCaches(given, { service: service.name, domain }));
      const known = own.get(`${file} ${target}`) ?? new RecordedStage({ verb: "dockerfile", text, target });
      own.set(`${file} ${target}`, known);
      return known;
    },
    named: (name, stage) => stage.named(name),
    source: new RecordedTree(undefined, "."),
    platform: crossCompiles ? platform : undefined,
    cache: (name) =>
      stages.cacheVolume(cacheName(service.sharedCache ? name : `${name}-${service.name}`, domain)),
    secrets: Object.fromEntries(secretsOf(service).map((name) => [name, new RecordedName(name)])),
    agent: asksAgent(service) ? new RecordedName("agent") : undefined,
  };
}

/** A Dockerfile's word for the platform that builds. */
export const BUILDER = "$BUILDPLATFORM";

/** `base:gcc` is the image that `bases.yaml` calls so: public or made of Debian packages. */
function ownArguments(
  { buildArguments }: Microservice,
  address: (base: string, version?: string) => string,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(buildArguments).map(([name, value]) => {
      const wanted = baseArgument(value);
      return [name, wanted ? address(wanted.base, wanted.version) : value];
    }),
  );
}
