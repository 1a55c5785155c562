import { EXIT, Failure } from "../failure.ts";
import type { RegistryFailure, RegistryFault } from "./publisher.ts";

/** A status as skopeo's libraries and we ourselves write it. A bare number won't do: tags and names hold any. */
const status = (codes: string) =>
  `(?:StatusCode: |HTTP status: |status code from registry |parsing HTTP |: )(?:${codes})(?:, | \\(| [A-Z][a-z]| response|$)`;

/** What registry clients say, in the order in which it is looked for. */
const SAID: [RegistryFault, ...string[]][] = [
  ["broken", "executable file not found"],
  [
    "passing",
    "too ?many ?requests",
    status("408|429|5\\d\\d"),
    "blob upload (unknown|invalid)",
    "manifest blob unknown",
  ],
  // A registry that was told to keep tags: ECR, Harbor and Artifact Registry in their own words.
  ["taken", "immutab(le|ility)"],
  ["absent", "manifest unknown|name unknown|not found", status("404")],
  ["broken", "quota"],
  ["refused", "unauthorized|not authorized|authentication required|denied|forbidden|invalid username"],
  ["refused", status("40[13]")],
  ["broken", "HTTP response to HTTPS client|certificate|x509|unsupported|invalid reference"],
  ["passing", "connection (refused|reset|lost)|no such host|network is unreachable|no route to host"],
  ["passing", "timed? ?out|timeout|deadline exceeded|TLS handshake|temporary|unavailable|server misbehaving"],
  ["passing", "\\bEOF\\b|broken pipe|unexpected end|stream error|does not match|closed"],
];

/**
 * What a client's last words mean; what is unknown won't get better by trying again.
 *
 * @param names repositories and tags that it was asked for: a service may be called `timeout`.
 */
export function registryFault(text: string, names: string[] = []): RegistryFault {
  const rest = names.flatMap((name) => [name, pathOf(name)]).reduce(without, text);
  const said = ([, ...patterns]: (typeof SAID)[number]) => new RegExp(patterns.join("|"), "im").test(rest);
  return SAID.find(said)?.[0] ?? "broken";
}

/** A repository without its host, as a registry itself speaks of it. */
function pathOf(repository: string): string {
  return repository.split("/").slice(1).join("/");
}

function without(text: string, name: string): string {
  const literal = name.replace(/[^\w]/g, "\\$&");
  return name ? text.replace(new RegExp(`(?<![\\w./-])${literal}(?![\\w/-]|\\.\\w)`, "g"), "…") : text;
}

/** The end of a command that a registry's fault means: 2 credentials, 3 a tag that stays, 75 worth retrying, else 1. */
export function registryFailure({ message, fault, lines }: RegistryFailure): Failure {
  const ends = {
    refused: { exitCode: EXIT.input, next: "log in, or say --registry-username and --registry-password" },
    passing: { exitCode: EXIT.retry, next: "run the same command again: it goes on from what is done" },
    taken: { exitCode: EXIT.policy, next: "say another --version: the registry keeps this tag as it is" },
    absent: { exitCode: EXIT.service, next: "" },
    broken: { exitCode: EXIT.service, next: "" },
  };
  return new Failure(message, { ...ends[fault], lines });
}
