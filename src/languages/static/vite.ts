import { join } from "../../files/paths.ts";
import { settingOf, settingsOf } from "../../manifests/settings.ts";
import type { Site, Sources, Unknown } from "./builder.ts";

/** Flags of `vite build`, with what follows each. */
const VALUED = /^(-[cmlbd]|--(config|mode|logLevel|base|outDir|assetsDir|ssr|target|minify|sourcemap))$/;

/**
 * What Vite makes of a root: `dist` in it, unless a flag or its settings say otherwise. Nothing for a library or what
 * a server renders.
 */
export function viteSite({ tree, build }: Sources): Site | Unknown | undefined {
  const words = /\bvite build\b([^&|;]*)/.exec(build)?.[1]?.trim().split(/\s+/).filter(Boolean) ?? [];
  const flag = (...names: string[]) => {
    const at = words.findIndex((word) => names.includes(word.split("=")[0] as string));
    return at < 0 ? undefined : (words[at]?.split("=")[1] ?? words[at + 1]);
  };
  const rootSaid = words.find((word, index) => !word.startsWith("-") && !VALUED.test(words[index - 1] ?? ""));
  const file = flag("--config", "-c");
  const settings = settingsOf(
    tree,
    file ? [join(".", file)] : [join(rootSaid ?? ".", "vite.config"), "vite.config"],
  );
  if (settings && /\blib\s*:\s*\{/.test(settings.text)) return undefined;
  const root = rootSaid === undefined && settings ? settingOf(settings, "root") : undefined;
  const outDir = settings && flag("--outDir") === undefined ? settingOf(settings, "outDir") : undefined;
  for (const [name, setting] of Object.entries({ root, outDir }))
    if (setting && "computed" in setting)
      return { why: `${settings?.file}:${setting.line} computes ${name}` };
  const home = rootSaid ?? (root as { value: string } | undefined)?.value ?? ".";
  const said = flag("--outDir") ?? (outDir as { value: string } | undefined)?.value;
  const line = outDir?.line ?? root?.line;
  const from = line
    ? `${settings?.file}:${line}`
    : (flag("--outDir") ?? rootSaid)
      ? "package.json"
      : undefined;
  // A path that the settings make of their own directory doesn't depend on the root.
  const isFixed = outDir && "value" in outDir && outDir.isFixed;
  return { folder: join(isFixed ? "." : home, said ?? "dist"), from, root: join(".", home) };
}
