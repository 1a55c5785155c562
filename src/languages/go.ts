import { detectGo } from "../detection/go.ts";
import { type Language, OUT } from "./language.ts";
import { begin, shell, withManifests, withSources, withVariables } from "./sources.ts";

const DOWNLOADS = "/var/cache/go-mod";

/**
 * The modules go into the layer, so that it serves where no cache volume does. The volume is a module
 * cache of its own that the second command reads as a proxy: Go locks it, so parallel builds may share it.
 */
const DOWNLOAD = shell(
  `GOMODCACHE=${DOWNLOADS} go mod download`,
  `GOPROXY=file://${DOWNLOADS}/cache/download GOSUMDB=off go mod download`,
);

/** Go to one static binary on scratch. */
export const go: Language = {
  name: "go",
  crossCompiles: true,
  detect: detectGo,
  dependencies(kit, service) {
    const manifests = ["go.mod", "go.sum", "go.work", "go.work.sum"];
    return withManifests(
      begin(kit, service, "golang").withEnvVariable("CGO_ENABLED", "0"),
      kit,
      service,
      manifests,
    )
      .withMountedCache(DOWNLOADS, kit.cache("go-mod"))
      .withExec(DOWNLOAD)
      .withoutMount(DOWNLOADS)
      .withMountedCache("/root/.cache/go-build", kit.cache("go-build"));
  },
  build(kit, service, dependencies) {
    // Without -buildid= a comment edit changes the binary, and so the image's digest.
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid="];
    const output = `${OUT}/${service.name}`;
    return withVariables(withSources(dependencies, kit, service), goTarget(kit.platform)) //
      .withExec(["go", "build", ...flags, "-o", output, service.entrypoint ?? "."]);
  },
  test(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(service.testCommand ?? ["go", "test", "./..."]);
  },
  runtime(kit, service, artifact) {
    return kit.stages
      .container()
      .withDirectory("/", artifact)
      .withEntrypoint(service.command ?? [`/${service.name}`]);
  },
};

/** `linux/arm/v7` in Go's words. */
function goTarget(platform?: string): Record<string, string> {
  if (!platform) return {};
  const [GOOS = "linux", GOARCH = "amd64", variant] = platform.split("/");
  return { GOOS, GOARCH, ...(GOARCH === "arm" && variant ? { GOARM: variant.slice(1) } : {}) };
}
