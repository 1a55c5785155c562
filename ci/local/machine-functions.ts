import { PROVIDERS } from "../providers/providers.ts";
import type { Flags } from "./arguments.ts";
import type { CallOptions, Output } from "./call.ts";
import { ci } from "./commands/ci.ts";
import { doctor } from "./commands/doctor.ts";

/** A function of this command line alone: no engine has it. */
interface MachineFunction {
  help: string;
  flags: Flags;
  run(given: CallOptions): Promise<Output>;
}

const SOURCE: Flags = {
  source: { type: "string", help: "directory of the repository; by default the one that you are in" },
};
const JSON_TOO: Flags = { json: { type: "boolean", help: "print the result as data" } };

/** What is about the machine or the repository's own files, by name. */
export const MACHINE_FUNCTIONS: Record<string, MachineFunction> = {
  ci: {
    help: "writes a CI provider's file into the repository, from multistage.yaml",
    flags: {
      ...SOURCE,
      provider: { type: "string", help: "whose file", choices: Object.keys(PROVIDERS), required: true },
      check: {
        type: "boolean",
        help: "write nothing: exit 1, with the difference, where the file has drifted",
      },
      path: { type: "string", help: "the file, where it isn't the provider's usual one" },
      force: { type: "boolean", help: "overwrite a file that somebody else wrote or changed" },
      ...JSON_TOO,
    },
    run: ci,
  },
  doctor: {
    help: "whether this machine and this repository have what builds need, and what mends it",
    flags: { ...SOURCE, ...JSON_TOO },
    run: doctor,
  },
};
