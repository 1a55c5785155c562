import { EXIT, Failure } from "../report/failure.ts";
import type { RegistryFailure, RegistryFault } from "./publisher.ts";

/** What registry clients say, in the order in which it is looked for. */
const SAID: [RegistryFault, RegExp][] = [
  [
    "passing",
    /too ?many ?requests|\b429\b|\bstatus ?(code)?:?[^\n]{0,40}\b5\d\d\b|: 5\d\d \(|blob upload (unknown|invalid)/i,
  ],
  ["absent", /manifest unknown|name unknown|not found|\b404\b/i],
  [
    "refused",
    /unauthorized|not authorized|authentication required|denied|forbidden|invalid username|\b40[13]\b/i,
  ],
  ["broken", /HTTP response to HTTPS client|certificate|x509|no such host|unsupported|invalid reference/i],
  [
    "passing",
    /connection (refused|reset)|timed? ?out|timeout|\bEOF\b|broken pipe|unexpected end|does not match|TLS handshake|temporary|unavailable|server misbehaving|closed/i,
  ],
];

/** What a client's last words mean; what is unknown won't get better by trying again. */
export function faultOf(text: string): RegistryFault {
  return SAID.find(([, pattern]) => pattern.test(text))?.[0] ?? "broken";
}

/** The end of a command that a registry's fault means: 2 for credentials, 75 worth retrying, else 1. */
export function failureOf({ message, fault, lines }: RegistryFailure): Failure {
  const ends = {
    refused: { exitCode: EXIT.input, next: "log in, or say --registry-username and --registry-password" },
    passing: { exitCode: EXIT.retry, next: "run the same command again: it goes on from what is done" },
    absent: { exitCode: EXIT.service, next: "" },
    broken: { exitCode: EXIT.service, next: "" },
  };
  return new Failure(message, { ...ends[fault], lines });
}
