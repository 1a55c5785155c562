import type { Detector } from "../detection/detection.ts";
import { DEPLOYMENT_FILES } from "./deployments/table.ts";
import { FILE_NAME } from "./descriptors.ts";

/** Files that belong to no language: descriptors and settings of ours, version files, recipes of containers. */
const COMMON = [
  "bases.yaml",
  "bases.lock",
  "multistage.yaml",
  `**/${FILE_NAME}`,
  "**/service.yml",
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
  return [...COMMON, ...DEPLOYMENT_FILES, ...anywhere(languages.flatMap(({ reads = [] }) => reads))];
}

/** Globs of sources, of which detection reads some. */
export function sourcesRead(languages: readonly Reader[]): string[] {
  return anywhere(languages.flatMap(({ readsWhenAsked = [] }) => readsWhenAsked));
}

function anywhere(names: string[]): string[] {
  return names.map((name) => `**/${name}`);
}
