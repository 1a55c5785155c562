import type { Detector } from "./detection.ts";

/** Files that belong to no language: descriptors and settings of ours, version files, recipes of containers. */
const COMMON = [
  "bases.yaml",
  "bases.lock",
  "multistage.yaml",
  "**/service.yaml",
  "**/.sdkmanrc",
  "**/.tool-versions",
  "**/mise.toml",
  "**/.mise.toml",
  "**/Procfile",
  "**/*Dockerfile*",
  "**/*Containerfile*",
  "**/*dockerfile",
  "**/.dockerignore",
];

type Reader = Pick<Detector, "reads" | "readsWhenAsked">;

/** Globs of the files whose texts detection and descriptors read; everything else is known by its path only. */
export function filesRead(languages: readonly Reader[]): string[] {
  return [...COMMON, ...anywhere(languages.flatMap(({ reads = [] }) => reads))];
}

/** Globs of sources, of which detection reads some. */
export function sourcesRead(languages: readonly Reader[]): string[] {
  return anywhere(languages.flatMap(({ readsWhenAsked = [] }) => readsWhenAsked));
}

function anywhere(names: string[]): string[] {
  return names.map((name) => `**/${name}`);
}
