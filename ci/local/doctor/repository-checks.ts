import { readBases, readLock } from "../../../src/bases/files.ts";
import { PIN } from "../../../src/commands/caller-command.ts";
import { type PublishSettings, parseSettings, SETTINGS_FILE } from "../../../src/publish/settings.ts";
import { installHint } from "../process/system.ts";
import { commandOf } from "../repository-call.ts";
import { bad, type Check, good, type Standing, weak } from "./check.ts";

export const git: Check = {
  name: "git",
  async find({ ask, has, isRoot }, { clone }) {
    const { exitCode, text } = await ask("git", "--version");
    if (exitCode) return weak("none: no versions, no affected services", installHint(["git"], has, isRoot));
    const version = /\d[\d.]*/.exec(text)?.[0] ?? "";
    if (!clone) return weak(`${version}, but this is no repository`, "git init");
    if (!clone.isShallow) return good(`${version}, the whole history`);
    return weak(`${version}, a shallow clone: affected services need the history`, "git fetch --unshallow");
  },
};

/** Every registry that `multistage.yaml` names. */
export function registriesOf({ snapshot }: Standing): string[] {
  const { settings } = parseSettings(snapshot.text(SETTINGS_FILE));
  const { registry, environments = {} }: PublishSettings = settings;
  const all = [registry, ...Object.values(environments).map((environment) => environment?.registry)];
  return [...new Set(all.filter((one) => one !== undefined))];
}

/** @param address HOST/PREFIX, as `multistage.yaml` says it. */
export const registry = (address: string): Check => ({
  name: "registry",
  async find(machine) {
    const { refused, unreachable } = await machine.registry(address);
    if (unreachable)
      return bad(`${address} can't be reached: ${unreachable}`, "is the name right, and a proxy needed?");
    if (!refused) return good(`${address} answers and takes the account`);
    return bad(
      `${address}: ${refused}`,
      "set REGISTRY_USERNAME and REGISTRY_PASSWORD, or log in with docker or podman",
    );
  },
});

export const settings: Check = {
  name: "multistage.yaml",
  find(_machine, { snapshot }) {
    const text = snapshot.text(SETTINGS_FILE);
    if (text === undefined) return good("none: services are found by what they are");
    const { faults } = parseSettings(text);
    const [first] = faults;
    return first ? bad(`${first.file}:${first.line}: ${first.message}`, first.hint) : good("read");
  },
};

export const pinned: Check = {
  name: "bases pinned",
  find(_machine, { snapshot }) {
    const lock = snapshot.text("bases.lock");
    const mend = `${commandOf(snapshot)} ${PIN}`;
    if (lock === undefined) return weak("no: a base may be another tomorrow", mend);
    const count = Object.keys(readLock(lock)).length;
    return good(`${count} in bases.lock`);
  },
};

/** Files that a repository has by the names of ours: they win, and who forgot them wonders why. */
export const shadows: Check = {
  name: "own files",
  find(_machine, { snapshot }) {
    const own = snapshot.text("bases.yaml");
    if (own === undefined) return good("bases.yaml is ours");
    return weak(
      `bases.yaml is this repository's: ${Object.keys(readBases(own)).length} bases, instead of ours`,
    );
  },
};
