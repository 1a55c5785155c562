import type { Fault } from "../../yaml/fault.ts";
import type { Recipe } from "./recipe.ts";

/** Commands of an image's stage that are done otherwise here, or that an image of ours needs no more. */
const HEEDED = new RegExp(
  `^(${[
    ...[
      "apt(-get)?",
      "apk",
      "yum",
      "dnf",
      "microdnf",
      "dpkg",
      "aptitude",
      "update-ca-certificates",
      "locale-gen",
    ],
    ...[
      "(add|del)(user|group)",
      "(user|group)(add|mod)",
      "chown",
      "chmod",
      "mkdir",
      "rm",
      "cd",
      "set",
      "echo",
    ],
    ...["true", "export", "ln", "touch", "corepack", "npm", "npx", "yarn", "pnpm", "bun", "node", "pip3?"],
    ...["python3?", "poetry", "pipenv", "uv", "pdm", "go", "cargo", "rustup", "(\\./)?mvnw?", "sbt", "make"],
    ...[
      "(\\./)?gradlew?",
      "javac",
      "jlink",
      "dos2unix",
      "ldconfig",
      "strip",
      "\\[",
      "test",
      "if",
      "fi",
      "then",
    ],
  ].join("|")})$`,
);

/** What builds a recipe itself. */
export const HINT = "say `language: dockerfile` in service.yaml to build it as it is";

/** That a recipe is read as facts, where another language builds the service. */
export function notBuilt({ file, image }: Recipe, manifest: string): Fault {
  const message = `is read, not built: ${manifest} says how this service is`;
  return { file, line: image.line, message, hint: HINT };
}

/** What a recipe does in its image that is not done here. */
export function ignoredCommands({ file, image }: Recipe): Fault[] {
  return image.runs.flatMap(({ value, line }) => {
    const other = value.split(/&&|\|\||;|\n/).find((command) => !isHeeded(command));
    if (other === undefined) return [];
    const message = `is not done here: RUN ${other.trim().replace(/\s+/g, " ").slice(0, 60)}`;
    return [{ file, line, message, hint: HINT }];
  });
}

function isHeeded(command: string): boolean {
  const [program = ""] = command
    .trim()
    .replace(/^(sudo\s+|\w+=\S*\s+)+/, "")
    .split(/\s+/);
  return !program || HEEDED.test(program.replace(/^\/(usr\/)?s?bin\//, ""));
}
