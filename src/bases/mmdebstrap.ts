import { hookScript } from "./hook.ts";
import { type Root, SUITE } from "./root.ts";

/** Seconds since 1970 that every file of a base carries at most; mmdebstrap takes it from `SOURCE_DATE_EPOCH`. */
export const EPOCH = 0;

/**
 * The arguments that make mmdebstrap write a root as a tar file.
 *
 * @param target where the tar file goes.
 * @param mirrors as mmdebstrap takes them; none by default, it then knows where the suite, its updates
 *   and its security fixes are.
 */
export function mmdebstrapArguments(root: Root, target: string, mirrors: string[] = []): string[] {
  return [
    `--variant=${root.variant}`,
    "--format=tar",
    `--include=${root.packages.join(",")}`,
    ...(root.variant === "extract" ? EXTRACT : MINBASE),
    `--${root.variant === "extract" ? "extract" : "customize"}-hook=${hookScript(root)}`,
    root.suite ?? SUITE,
    target,
    ...mirrors,
  ];
}

/** Device nodes come from the container runtime. The hook itself removes what unpacking left. */
const EXTRACT = ["--skip=output/dev,cleanup"];

/**
 * No pages, translations and documents. The directories of pages stay: links of Java's packages go there.
 * No disk is waited for.
 */
const MINBASE = [
  "--skip=output/dev",
  "--dpkgopt=force-unsafe-io",
  "--dpkgopt=path-exclude=/usr/share/man/*/*",
  "--dpkgopt=path-exclude=/usr/share/locale/*",
  "--dpkgopt=path-exclude=/usr/share/doc/*",
  "--dpkgopt=path-include=/usr/share/doc/*/copyright",
];
