import type { Snapshot } from "../descriptor/snapshot.ts";
import type { Fact, Microservice } from "../microservice.ts";
import type { Stage } from "../stage.ts";
import { type Detection, type Kit, type Language, OUT } from "./language.ts";
import { withManifests, withSecrets, withSources } from "./sources.ts";

/** Go to one static binary on scratch. */
export const go: Language = {
  name: "go",
  detect(tree) {
    if (!tree.has("go.mod")) return undefined;
    const facts: Fact[] = [];
    const version = /^go (\d+\.\d+)/m.exec(tree.text("go.mod") ?? "")?.[1];
    if (version) facts.push({ field: "version", value: version, from: `go.mod:${tree.line("go.mod", /^go \d/)}` });
    return { facts, ...mains(tree, facts) };
  },
  dependencies(kit, service) {
    const base = kit.from("golang", service.version, "dependencies").withEnvVariable("CGO_ENABLED", "0");
    return withSecrets(withManifests(base, kit, service, ["go.mod", "go.sum", "go.work", "go.work.sum"]), kit)
      .withMountedCache("/go/pkg/mod", kit.cache("go-mod"))
      .withMountedCache("/root/.cache/go-build", kit.cache("go-build"))
      .withExec(["go", "mod", "download"]);
  },
  build(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec([
      "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=",
      ...tags(service), "-o", `${OUT}/${service.name}`, service.entrypoint ?? ".",
    ]);
  },
  test(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(service.testCommand ?? ["go", "test", "./..."]);
  },
  runtime(kit, service, artifact) {
    return kit.stages.container().withDirectory("/", artifact).withEntrypoint(service.command ?? [`/${service.name}`]);
  },
};
