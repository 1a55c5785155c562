import type { Kit } from "../languages/language.ts";
import type { Microservice } from "../microservice.ts";
import { RecordedName, RecordedStage, RecordedTree } from "./record.ts";

/** The recorder's kit for one service; `address` says which image a base is. */
export function recordingKit(
  service: Microservice,
  address: (base: string, version?: string) => string,
): Kit<RecordedStage> {
  const stages = {
    container: () => new RecordedStage(),
    cacheVolume: (key: string) => new RecordedName(key),
  };
  return {
    stages,
    from: (base, version) => stages.container().from(address(base, version)),
    named: (name, stage) => stage.named(name),
    source: new RecordedTree(undefined, "."),
    cache: (name) => stages.cacheVolume(service.sharedCache ? name : `${name}-${service.name}`),
    secrets: Object.fromEntries(service.secrets.map((name) => [name, new RecordedName(name)])),
  };
}
