import { readFileSync } from "node:fs";
import { badInput } from "../../../src/failure.ts";
import type { Microservice } from "../../../src/microservice.ts";
import type { Secret } from "./builder.ts";

/**
 * Reads `name=env:VARIABLE` and `name=file:PATH`.
 *
 * @throws a `Failure` (exit 2) where the spelling is another, or the variable or file isn't there.
 */
export function parseSecret(text: string): Secret {
  const [, name, kind, where] = /^([A-Za-z_][\w-]*)=(env|file):(.+)$/.exec(text) ?? [];
  if (!name || !where) throw badInput(`--secret ${text}: expected NAME=env:VARIABLE or NAME=file:PATH`);
  const secret: Secret = { name, from: kind === "env" ? { env: where } : { file: where } };
  secretValue(secret);
  return secret;
}

/** A secret that no service declares would reach nothing, one that isn't given would fail a step late. */
export function checkSecrets(services: Microservice[], given: Secret[]): void {
  const names = given.map(({ name }) => name);
  for (const { name, secrets } of services) {
    const missing = secrets.find((secret) => !names.includes(secret));
    if (missing)
      throw badInput(
        `${name} needs the secret ${missing}`,
        `add --secret ${missing}=env:${missing.toUpperCase()}`,
      );
  }
  const unknown = names.find((secret) => !services.some(({ secrets }) => secrets.includes(secret)));
  const who = services.length === 1 ? services[0]?.name : "no service";
  const declares = services.length === 1 ? "declares no" : "declares the";
  if (unknown)
    throw badInput(
      `${who} ${declares} secret ${unknown}`,
      `add \`secrets: [${unknown}]\` to its service.yaml`,
    );
}

function secretValue({ name, from }: Secret): string {
  if ("env" in from) {
    const value = process.env[from.env];
    if (!value) throw badInput(`--secret ${name}: the variable ${from.env} is not set`);
    return value;
  }
  try {
    return readFileSync(from.file, "utf8");
  } catch {
    throw badInput(`--secret ${name}: can't read the file ${from.file}`);
  }
}

/** Replaces every line of every secret by `***`, however a tool came to print it. */
export function masker(secrets: Secret[]): (text: string) => string {
  const values = secrets.flatMap((secret) => secretValue(secret).split("\n")).map((line) => line.trim());
  const hidden = [...new Set(values)].filter((line) => line.length >= 3).sort((a, b) => b.length - a.length);
  return (text) => hidden.reduce((masked, value) => masked.replaceAll(value, "***"), text);
}
