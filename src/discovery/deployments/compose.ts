import { join } from "../../files/paths.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import { asText, entriesOf, fieldOf, yamlValues } from "../../manifests/yaml.ts";
import { buildsOf, type Deployment, lineWhere } from "./deployment.ts";

/** Compose files: `build:` of each service. https://docs.docker.com/reference/compose-file/build/ */
export const compose: Deployment = {
  names: ["compose*.y*ml", "docker-compose*.y*ml"],
  builds(snapshot, file) {
    const [text = "", variables] = [snapshot.text(file), variablesOf(snapshot, file)];
    const services = yamlValues(text).flatMap((value) => entriesOf(fieldOf(value, "services")));
    return services.flatMap(([name, service]) => {
      const build = fieldOf(service, "build");
      if (!build || fieldOf(build, "dockerfile_inline") !== undefined) return [];
      const [context, dockerfile] = [
        asText(build) ?? asText(fieldOf(build, "context")) ?? ".",
        fieldOf(build, "dockerfile"),
      ]
        .map(asText)
        .map((path) => path && interpolated(path, variables));
      const line = lineWhere(text, (each) => each.trim().replace(/["']/g, "").startsWith(`${name}:`));
      return buildsOf(snapshot, file, { context, dockerfile, name, line });
    });
  },
};

/** What compose fills in from `.env` beside the file. */
function variablesOf(snapshot: Snapshot, file: string): Map<string, string> {
  const lines = (snapshot.text(join(file, "../.env")) ?? "").split("\n");
  return new Map(
    lines.flatMap((line): [string, string][] => {
      const at = line.indexOf("=");
      const value = line.slice(at + 1).trim();
      return at > 0 ? [[line.slice(0, at).trim(), value.replace(/^(["'])(.*)\1$/, "$2")]] : [];
    }),
  );
}

/** `${NAME}`, `${NAME:-default}` and `$NAME`; what has no value stays as it is. */
function interpolated(text: string, variables: Map<string, string>): string {
  return text.replace(
    /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
    (said, braced, fallback, bare) => variables.get(braced ?? bare) ?? fallback ?? said,
  );
}
