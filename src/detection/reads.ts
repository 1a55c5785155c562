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

/** Globs of the files whose texts detection and descriptors read; everything else is known by its path only. */
export function filesRead(languages: readonly Pick<Detector, "reads">[]): string[] {
  return [...COMMON, ...languages.flatMap(({ reads = [] }) => reads.map((name) => `**/${name}`))];
}
