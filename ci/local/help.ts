import { columns } from "../../src/report/text.ts";
import { FUNCTIONS, type LocalFunction } from "./functions.ts";

export function help(): string {
  const rows = Object.entries(FUNCTIONS).map(([name, { help: text }]) => [name, text]);
  return `usage: multistage FUNCTION [SERVICE] [--flags] [VERB [--flags]]\n\n${columns(rows, "  ")}\n\nFUNCTION --help lists its flags. \`call FUNCTION\` is the same, as \`dagger call\` has it.`;
}

export function helpOf(name: string, { help: text, flags, verbs }: LocalFunction): string {
  const rows = Object.entries(flags).map(([flag, { help: about, default: value, choices, required }]) => {
    const notes = [
      choices?.join(" | "),
      required && "required",
      value !== undefined && `default ${value}`,
    ].filter(Boolean);
    return [`--${flag}`, notes.length ? `${about} (${notes.join("; ")})` : about];
  });
  const after = Object.entries(verbs).map(([verb, more]) => [
    verb,
    Object.keys(more)
      .map((flag) => `--${flag}`)
      .join(" "),
  ]);
  const tail = after.length ? `\n\nthen:\n${columns(after, "  ")}` : "";
  return `${name}: ${text}\n\n${columns(rows, "  ")}${tail}`;
}
