/** What is wrong with a start command, and what to write instead. */
export interface WrongCommand {
  message: string;
  hint?: string;
}

/** What no runtime base has, in any language: shells, and tools that install, build and test. */
const ABSENT =
  /^(\/(usr\/)?bin\/)?((ba|da|a|z|k)?sh|env|sudo|make|npm|npx|yarn|pnpm|pnpx|corepack|pip3?|pipenv|poetry|uv|uvx|pdm|rye|hatch|conda|mvn|gradle|sbt|go|cargo)$|^(\.\/)?(mvnw|gradlew)$|\.sh$/;

/** A command that ends at its first word, since no image has such a program. */
export function absentProgram([program = ""]: string[]): WrongCommand | undefined {
  if (!ABSENT.test(program)) return undefined;
  return {
    message: `command: no image has ${program}`,
    hint: "name the program that it starts, with its arguments, or say `language: dockerfile`",
  };
}
