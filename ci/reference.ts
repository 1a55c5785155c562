import { descriptorSchema } from "../src/descriptor/schema.ts";
import { EXIT } from "../src/failure.ts";
import { LANGUAGES } from "../src/languages/table.ts";
import { settingsSchema } from "../src/publish/settings.ts";
import type { Flags } from "./local/arguments.ts";
import { FUNCTIONS } from "./local/functions.ts";

/** Every page of `docs/reference`, by its name, made from what the code itself reads. */
export function referencePages(): Record<string, string> {
  return {
    "commands.md": commandsPage(),
    "service.md": fieldsPage("service.yaml", descriptorSchema(LANGUAGES)),
    "multistage.md": fieldsPage("multistage.yaml", settingsSchema()),
  };
}

const MADE = "<!-- Made by ci/write-reference.ts: change the code, then run it. -->";

function commandsPage(): string {
  const parts = Object.entries(FUNCTIONS).map(([name, { help, flags, verbs, takes, isHere }]) => {
    const word = takes ? ` [${takes.toUpperCase()}]` : "";
    const where = isHere ? "\n\nOf the command line alone: no Dagger engine has it." : "";
    const after = Object.entries(verbs).map(
      ([verb, more]) => `- \`${[verb, ...Object.keys(more).map((flag) => `--${flag}`)].join(" ")}\``,
    );
    const then = after.length ? `\n\nThen:\n\n${after.join("\n")}` : "";
    return `## ${name}\n\n    multistage ${name}${word}\n\n${sentence(help)}${where}\n\n${flagTable(flags)}${then}`;
  });
  return [MADE, "# Commands", CALLS, ...parts, ""].join("\n\n").trimEnd().concat("\n");
}

const CALLS = `\`./daggerw NAME\` in a repository that has the wrapper, \`npx multistage NAME\` elsewhere; \`./daggerw call NAME\` is the same. A service is
named by \`--service api\`, or by a word: \`build api\`; the one whose directory you are in needs no name. \`--json\` prints the
result as data, always of the shape that \`src/report/result.schema.json\` says. \`multistage completion bash\` (zsh, fish) prints what completes
names in a shell.

Exit codes: ${EXIT.done} done, ${EXIT.service} a service failed, ${EXIT.input} bad input, ${EXIT.policy} policy (size budget, immutable tag), ${EXIT.retry} worth retrying.`;

function flagTable(flags: Flags): string {
  const rows = Object.entries(flags).map(([name, { help, choices, default: value, required }]) => {
    const notes = [choices?.join(", "), required && "required", value !== undefined && `${value} by default`];
    return [`\`--${name}\``, [help, ...notes.filter(Boolean)].join("; ")];
  });
  return table(["flag", "says"], rows);
}

/** As much of a JSON Schema as ours have. */
interface Schema {
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

function fieldsPage(file: string, schema: object): string {
  const rows = rowsOf(schema as Schema, "");
  return [MADE, `# ${file}`, table(["field", "holds", "says"], rows)].join("\n\n").concat("\n");
}

function rowsOf({ properties = {} }: Schema, before: string): string[][] {
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${before}${name}`;
    const row = [`\`${path}\``, kindOf(field), field.description ?? ""];
    const each = typeof field.additionalProperties === "object" ? field.additionalProperties : undefined;
    const below = [
      ...rowsOf(field, `${path}.`),
      ...(each ? rowsOf(each, `${path}.NAME.`) : []),
      ...(field.items ? rowsOf(field.items, `${path}[].`) : []),
    ];
    return [row, ...below];
  });
}

function kindOf({ type, enum: values, items, minimum, maximum, anyOf, oneOf }: Schema): string {
  if (values) return values.map((value) => `\`${value}\``).join(", ");
  const some = anyOf ?? oneOf;
  if (some) return [...new Set(some.map(kindOf))].join(" or ");
  if (items) return `list of ${kindOf(items)}`;
  const bounds = minimum !== undefined && maximum !== undefined ? ` from ${minimum} to ${maximum}` : "";
  const kinds = [type ?? []].flat().filter((one) => one !== "null");
  if (kinds.includes("string")) return "text";
  return (kinds.map((kind) => KINDS[kind] ?? kind).join(" or ") || "anything") + bounds;
}

const KINDS: Record<string, string> = {
  object: "fields",
  array: "list",
  integer: "number",
  boolean: "true or false",
};

function table(heading: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  return [line(heading), line(heading.map(() => "---")), ...rows.map(line)].join("\n");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
