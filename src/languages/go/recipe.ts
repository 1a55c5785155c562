import type { Microservice } from "../../microservice.ts";
import { goTarget } from "../cross-compiling.ts";
import { atHome, homeOf, withFiles } from "../files.ts";
import { type Language, OUT } from "../language.ts";
import { bare } from "../packages.ts";
import { begin, shell, withManifests, withSources, withVariables } from "../sources.ts";
import { detectGo } from "./detect.ts";
import { packagePlaces } from "./mains.ts";

/** A module cache that all services share: Go locks it, so parallel builds may. */
const MODULES = "/var/cache/go-mod";

/** What was downloaded, as a proxy serves it. */
const DOWNLOADS = "/modules";

/**
 * Archives of the service's own modules go into the layer, so that it serves where no cache volume does: builds
 * unpack them into the volume, once for all services. Unpacked in each layer they would take ten times as long.
 */
const DOWNLOAD = [
  // Asked for JSON, it says what failed there alone; what a second try mends must be in the list, too.
  "go mod download -json > /tmp/modules || { go mod download && go mod download -json > /tmp/modules; }",
  `sed -n 's,.*"${MODULES}/cache/download/\\(.*\\)".*,\\1,p' /tmp/modules > /tmp/files`,
  `mkdir -p ${DOWNLOADS} ${MODULES}/cache/download`,
  `tar --create --file /tmp/tar --directory ${MODULES}/cache/download --files-from /tmp/files`,
  `tar --extract --file /tmp/tar --directory ${DOWNLOADS}`,
  "rm /tmp/modules /tmp/files /tmp/tar",
  `go env -w "GOPROXY=file://${DOWNLOADS},$(go env GOPROXY)"`,
];

/** Private modules are fetched past every proxy and sum database; then they lie where the others do. */
function download({ git }: Microservice): string[] {
  return shell(...DOWNLOAD, ...(git ? ["go env -w GONOPROXY=none"] : []));
}

/** Go to one static binary on scratch. */
export const go: Language = {
  name: "go",
  toolchain: "golang",
  aliases: ["golang"],
  manifests: ["go.mod", "go.work"],
  reads: ["go.mod", "go.work"],
  entrypoint: { what: "a main package", places: packagePlaces },
  readsWhenAsked: ["*.go"],
  firstBuildSeconds: 40,
  sharesDependencies: true,
  lint: ["go", "vet", "./..."],
  crossCompiles: true,
  carries: true,
  bare: true,
  detect: detectGo,
  dependencies(kit, service) {
    const manifests = ["go.mod", "go.sum", "go.work", "go.work.sum"];
    const settings = { CGO_ENABLED: service.linkage ? "1" : "0", GOMODCACHE: MODULES };
    const begun = withVariables(begin(kit, service, "golang"), settings);
    // What lies in vendor comes with the sources.
    const ready =
      service.packageManager === "vendor"
        ? begun
        : withManifests(begun, kit, service, manifests)
            .withMountedCache(MODULES, kit.cache("go-mod"))
            .withExec(download(service));
    return ready //
      .withMountedCache("/root/.cache/go-build", kit.cache("go-build"));
  },
  build(kit, service, dependencies) {
    // Without -buildid= a comment edit changes the binary, and so the image's digest.
    const tags = service.features.length ? [`-tags=${service.features.join(",")}`] : [];
    const flags = ["-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", ...tags];
    const output = `${OUT}${homeOf(service)}/${service.name}`;
    const built = withVariables(withSources(dependencies, kit, service), goTarget(kit.platform)) //
      .withExec(["go", "build", ...flags, "-o", output, service.entrypoint ?? "."]);
    return withFiles(built, service);
  },
  test(kit, service, dependencies) {
    return withSources(dependencies, kit, service).withExec(service.testCommand ?? ["go", "test", "./..."]);
  },
  runtime(kit, service, artifact) {
    return atHome(bare(kit, service).withDirectory("/", artifact), service) //
      .withEntrypoint(
        service.command ?? [`${homeOf(service)}/${service.name}`, ...(service.arguments ?? [])],
      );
  },
};
