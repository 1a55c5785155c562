import { parse } from "yaml";
import { fact } from "../../detection/detection.ts";
import { join, relative } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";

const HOME = "src/main/resources";
const KEY =
  /^\s*(?:server\.port|quarkus\.http\.port|micronaut\.server\.port)\s*[=:]\s*(?:\$\{[^:}]*:)?(\d+)/m;

/** The port in a module's application.properties or application.yml, as seen from the service. */
export function configuredPort(tree: Snapshot, module: Snapshot): Fact | undefined {
  const from = (file: string) => relative(tree.directory, join(module.directory, file));
  const properties = `${HOME}/application.properties`;
  const port = KEY.exec(module.text(properties) ?? "")?.[1];
  if (port) return fact(module, "port", Number(port), `${from(properties)}:${module.line(properties, KEY)}`);
  for (const file of [`${HOME}/application.yml`, `${HOME}/application.yaml`]) {
    const found = yamlPort(module.text(file));
    if (found) return fact(module, "port", found, `${from(file)}${at(module.line(file, /^\s*port:/))}`);
  }
  return undefined;
}

/** `server.port`, as a path of keys or as one key; `${PORT:8080}` is 8080. */
function yamlPort(text: string | undefined): number | undefined {
  try {
    // Spring's files may hold several documents: the first is the one without a profile.
    const said = parse((text ?? "").split(/^---\s*$/m).find((part) => part.trim()) ?? "") as Record<
      string,
      unknown
    > | null;
    const server = said?.server as Record<string, unknown> | undefined;
    const value = String(said?.["server.port"] ?? server?.port ?? "");
    return Number(/^(?:\$\{[^:}]*:)?(\d+)\}?$/.exec(value)?.[1]) || undefined;
  } catch {
    return undefined;
  }
}

function at(line: number | undefined): string {
  return line ? `:${line}` : "";
}
