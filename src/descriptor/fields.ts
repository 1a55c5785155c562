import type { Detector } from "../detection/detection.ts";
import type { Field, Fields, List, Mapping } from "../yaml/kinds.ts";
import { size } from "./size.ts";
import * as text from "./text.ts";

/**
 * Every field of `service.yaml`, in the order in which documentation lists them. A field is declared
 * here and nowhere else: the parser and the JSON Schema both follow this table.
 */

const variables = (what: string): Field => ({
  kind: "map",
  key: text.variableName,
  of: text.lineOfText,
  doc: what,
});

const settings: Record<string, Field> = {
  buildArguments: variables("Variables of the build stage."),
  variables: variables("Variables in the image."),
  labels: { kind: "map", key: text.labelName, of: text.lineOfText, doc: "Labels of the image." },
};

const words: List = {
  kind: "list",
  of: text.anyText,
  minimum: 1,
  fromText: (line) => `[${line.trim().split(/\s+/).map(quoted).join(", ")}]`,
};

const packages: List = { kind: "list", of: text.packageName, unique: true };

const expectation: Fields = {
  kind: "fields",
  oneOf: ["path", "grpc"],
  fields: {
    path: { ...text.urlPath, doc: "Path of an HTTP GET." },
    grpc: { ...text.grpcMethod, doc: "Full name of a unary gRPC method without arguments." },
    status: {
      kind: "integer",
      what: "an HTTP status",
      minimum: 100,
      maximum: 599,
      doc: "HTTP status, 200 by default.",
    },
    body: { ...text.anyText, doc: "Text that the body contains." },
    headers: {
      kind: "map",
      key: text.headerName,
      of: text.anyText,
      doc: "Headers that must be there, with text that each contains.",
    },
  },
};

const environments: Mapping = {
  kind: "map",
  key: text.environmentName,
  of: { kind: "fields", fields: settings },
};

/** The whole document, where there are these languages. */
export function descriptorFields(languages: readonly Detector[]): Fields {
  const managers = languages.flatMap((language) => language.managers ?? []);
  const entrypoints = languages.flatMap(({ name, entrypoint }) =>
    entrypoint ? [`${name}: ${entrypoint.what}`] : [],
  );
  return {
    kind: "fields",
    fields: {
      name: { ...text.serviceName, doc: "Unique in the repository; the directory's name by default." },
      language: {
        ...text.language(languages.map(({ name }) => name)),
        doc: "Where detection finds none, or more than one.",
      },
      version: { ...text.version, doc: "Version of the language." },
      packageManager: {
        ...text.packageManager(managers),
        doc: "Where no lockfile tells, or several do.",
      },
      entrypoint: { ...text.entrypoint, doc: `${entrypoints.join("; ")}.` },
      ...OTHERS,
    },
  };
}

/** Fields that are the same whatever languages there are. */
const OTHERS: Record<string, Field> = {
  context: {
    ...text.path,
    doc: "Dockerfile: the directory that it copies from, relative to the source root; what a compose file says by default.",
  },
  command: { ...words, doc: "Start command in the image." },
  test: { ...words, doc: "Test command in the test stage." },
  lint: { ...words, doc: "Lint command, run where the tests run." },
  port: {
    kind: "integer",
    what: "a TCP port",
    minimum: 1,
    maximum: 65535,
    doc: "TCP port that it listens on.",
  },
  bundle: { kind: "boolean", doc: "Node: bundle to one file." },
  extras: {
    kind: "list",
    of: { kind: "choice", values: ["certificates", "timezones", "user"] },
    unique: true,
    doc: "What a bare image lacks and this service needs.",
  },
  packages: {
    kind: "fields",
    fields: {
      build: { ...packages, doc: "Of build stages; [] leaves out detected ones." },
      runtime: { ...packages, doc: "In the image, with what they depend on; [] leaves out detected ones." },
    },
    doc: "Debian packages that it is built with, and that it runs with.",
  },
  files: {
    kind: "list",
    of: text.imageFile,
    unique: true,
    doc: "Go, Rust, Java: files and directories that the program reads, beside it in the image; SOURCE:TARGET for another place.",
  },
  inputs: {
    kind: "list",
    of: text.path,
    unique: true,
    doc: "Files and directories outside the service's directory that its build reads, relative to the source root.",
  },
  needs: { kind: "list", of: text.serviceName, unique: true, doc: "Services to build before this one." },
  ...settings,
  secrets: { kind: "list", of: text.secretName, unique: true, doc: "Names of build secrets." },
  git: {
    kind: "map",
    key: text.gitPlace,
    of: text.secretName,
    doc: "Private repositories among its dependencies, by host or host and path: ssh for the agent that --ssh lends, or the secret with which git answers who asks. Both are there while dependencies are fetched.",
  },
  budget: {
    ...size,
    doc: "Largest image allowed, uncompressed. Without it any is, and one of more than 200 MB is told as a warning.",
  },
  startCheck: { kind: "boolean", doc: "false: nobody looks whether the image can start." },
  cache: { kind: "choice", values: ["shared", "private"], doc: "private: download caches of its own." },
  environments: { ...environments, doc: "Differences by environment, merged over the service's own." },
  expect: { kind: "list", of: expectation, doc: "What a started image must answer." },
};

function quoted(word: string): string {
  return /^[\w./-]*[A-Za-z][\w./-]*$/.test(word) ? word : JSON.stringify(word);
}
