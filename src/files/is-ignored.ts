import { globs } from "./globs.ts";
import { IGNORED } from "./ignored.ts";

/** Whether a path of the source root is one of {@link IGNORED}: no build needs it. */
export const isIgnored = globs(IGNORED);
