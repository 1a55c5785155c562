import { element, elements, type XmlElement } from "../../../manifests/xml.ts";
import { filled, lineage, models, type Pom, said } from "./pom.ts";

/** A plugin that runs in a module's build, with all that poms say of it. */
export interface Plugin {
  artifact: string;
  /** The elements of it, those of most weight first: the module's own, its parents', managed ones. */
  elements: XmlElement[];
  /** The pom that names it is the module's own. */
  isOwn: boolean;
}

/** Plugins of a module's build, inherited ones too; what pluginManagement holds runs only where it is named. */
export function pluginsOf(pom: Pom): Plugin[] {
  const found = new Map<string, Plugin>();
  for (const each of lineage(pom))
    for (const plugin of declared(each, "plugins")) {
      if (each !== pom && said(plugin, "inherited") === "false") continue;
      const artifact = said(plugin, "artifactId") ?? "";
      const known = found.get(artifact);
      if (known) known.elements.push(plugin);
      else found.set(artifact, { artifact, elements: [plugin], isOwn: each === pom });
    }
  const managed = lineage(pom).flatMap((each) => declared(each, "pluginManagement", "plugins"));
  for (const plugin of managed) found.get(said(plugin, "artifactId") ?? "")?.elements.push(plugin);
  return [...found.values()];
}

/** A plugin by its artifact. */
export function pluginNamed(pom: Pom, artifact: string): Plugin | undefined {
  return pluginsOf(pom).find((plugin) => plugin.artifact === artifact);
}

function declared(pom: Pom, ...path: string[]): XmlElement[] {
  return models(pom)
    .reverse()
    .flatMap((model) => elements(model, "build", ...path, "plugin"));
}

/** One place where a plugin is configured: an execution with what applies to all of them. */
export type PluginSettings = (...path: string[]) => string | undefined;

/** What a plugin is told, execution by execution; one without any execution where it names none. */
export function pluginSettings(
  pom: Pom,
  { elements: all }: Plugin,
): { goals: string[]; settings: PluginSettings }[] {
  const executions = all.flatMap((plugin) => elements(plugin, "executions", "execution"));
  const general = all.map((plugin) => element(plugin, "configuration"));
  const settingsIn =
    (own: XmlElement[]): PluginSettings =>
    (...path) => {
      const places = [...own.map((execution) => element(execution, "configuration")), ...general];
      const text = places.map((place) => said(place, ...path)).find((found) => found !== undefined);
      return text === undefined ? undefined : filled(pom, text.trim());
    };
  if (!executions.length) return [{ goals: [], settings: settingsIn([]) }];
  const ids = [...new Set(executions.map((execution) => said(execution, "id") ?? "default"))];
  return ids.map((id) => {
    const own = executions.filter((execution) => (said(execution, "id") ?? "default") === id);
    const goals = own.flatMap((execution) => elements(execution, "goals", "goal").map(({ text }) => text));
    return { goals, settings: settingsIn(own) };
  });
}

/** The first configured value of a plugin, wherever in it. */
export function pluginSetting(pom: Pom, plugin: Plugin | undefined, ...path: string[]): string | undefined {
  if (!plugin) return undefined;
  return pluginSettings(pom, plugin)
    .map(({ settings }) => settings(...path))
    .find((value) => value !== undefined);
}
