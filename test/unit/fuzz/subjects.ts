import { BuildahLog } from "../../../ci/local/builders/buildah-log.ts";
import { BuildkitLog } from "../../../ci/local/builders/buildkit-log.ts";
import { knownVulnerabilities } from "../../../ci/local/builders/vulnerabilities.ts";
import { namesIn } from "../../../ci/local/source/file-names.ts";
import { sha256 } from "../../../src/publish/digest.ts";
import { registryFault } from "../../../src/publish/faults.ts";
import { checkoutSaid } from "../../../src/publish/git-facts.ts";
import { manifestIn, namedDigest } from "../../../src/publish/registry-answers.ts";
import { parseRelease } from "../../../src/release/release.ts";

/** A reader of a text that isn't a file of the source tree. */
export interface Subject {
  name: string;
  seeds: string[];
  read(text: string): unknown;
}

const DIGEST = `sha256:${"a".repeat(64)}`;
const MANIFEST = {
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  config: { mediaType: "application/vnd.oci.empty.v1+json", digest: DIGEST, size: 2 },
  layers: [{ mediaType: "application/json", digest: DIGEST, size: 10, annotations: { a: "b" } }],
};
const RELEASE = {
  schemaVersion: 1,
  environment: "testing",
  number: 3,
  previous: DIGEST,
  services: [
    {
      service: "api",
      repository: "registry.example/team/api",
      digest: DIGEST,
      tags: { immutable: ["testing-1.0.0"], moving: ["testing"] },
      dirty: false,
      created: 17,
      builtFor: "testing",
      differences: { production: ["variables.A"] },
    },
  ],
};
const STAGES = [{ name: "build", base: "golang:1.22" }] as never;

/** Answers of registries, of git and of builders. */
export const SUBJECTS: Subject[] = [
  {
    name: "a registry's manifest",
    seeds: [JSON.stringify(MANIFEST), "<html>portal</html>", ""],
    read: (text) => [
      namedDigest(text, "registry.example/team/api", "testing"),
      manifestIn(text, "registry.example/team/api", sha256(text)),
    ],
  },
  { name: "a release", seeds: [JSON.stringify(RELEASE)], read: (text) => parseRelease(text) },
  {
    name: "what a registry's client says",
    seeds: [
      'time="2024-01-01" level=fatal msg="Error parsing image name \\"docker://r/x:y\\": reading manifest y: StatusCode: 404, <html>"\n',
      'Get "https://r/v2/": dial tcp: lookup r: no such host',
    ],
    read: (text) => text.split("\n").map((line) => registryFault(line, ["registry.example/team/api", "y"])),
  },
  {
    name: "what git says of a checkout",
    seeds: [
      `${"0".repeat(40)} 1700000000\n-- --\nv1.0.0\n-- --\nhttps://g.example/x.git\n-- --\nservices/a/x\n`,
    ],
    read: checkoutSaid,
  },
  {
    name: "git's list of files",
    seeds: ["a/b\0c d\0é\0"],
    read: (text) => namesIn(Buffer.from(text, "latin1"), "/nowhere"),
  },
  {
    name: "buildah's log",
    seeds: [
      "[1/2] STEP 1/3: FROM golang AS build\nSTEP 2/3: RUN x\nout\n--> Using cache 0123456789abcdef\n--> 0123456789ab\n",
    ],
    read: (text) => {
      const log = new BuildahLog(STAGES);
      return [...text.split("\n").map((line) => log.read(line)), log.results()];
    },
  },
  {
    name: "BuildKit's log",
    seeds: ["#7 [build 2/4] RUN x\n#7 0.123 out\n#7 CACHED\n#7 DONE 1.2s\n#8 ERROR: y\n"],
    read: (text) => {
      const log = new BuildkitLog(STAGES);
      return [...text.split("\n").map((line) => log.read(line)), log.results()];
    },
  },
  {
    name: "a builder's version",
    seeds: ["buildah version 1.28.2 (image-spec 1.1.0)"],
    read: (text) => knownVulnerabilities("buildah", text),
  },
];
