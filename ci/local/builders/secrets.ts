import { readFileSync } from "node:fs";
import { badInput } from "../../../src/failure.ts";
import type { Secret } from "./builder.ts";
import { SHORTEST } from "./secret-forms.ts";

/**
 * Reads `name=env:VARIABLE` and `name=file:PATH`.
 *
 * @throws a `Failure` (exit 2) where the spelling is another, the variable or file isn't there, or its value is so
 * short that hiding it in logs would hide words of anybody's, and guessing it takes no time.
 */
export function parseSecret(text: string): Secret {
  const [, name, kind, where] = /^([A-Za-z_][\w-]*)=(env|file):(.+)$/.exec(text) ?? [];
  if (!name || !where) throw badInput(`--secret ${text}: expected NAME=env:VARIABLE or NAME=file:PATH`);
  const secret: Secret = { name, from: kind === "env" ? { env: where } : { file: where } };
  const { length } = secretValue(secret).toString().trim();
  if (length < SHORTEST)
    throw badInput(
      `--secret ${name}: its value has ${length} characters: fewer than ${SHORTEST} can't be hidden in logs`,
      "give a longer one; or a build argument, if it is no secret",
    );
  return secret;
}

/** What is hidden, as bytes. @throws a `Failure` (exit 2) where it isn't there. */
export function secretValue({ name, from }: Secret): Buffer {
  if ("env" in from) {
    const value = process.env[from.env];
    if (!value) throw badInput(`--secret ${name}: the variable ${from.env} is not set`);
    return Buffer.from(value);
  }
  try {
    return readFileSync(from.file);
  } catch {
    throw badInput(`--secret ${name}: can't read the file ${from.file}`);
  }
}
