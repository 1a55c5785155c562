import type { Job, Pipeline } from "./pipeline.ts";
import type { Step } from "./script.ts";

/** One CI system: how the pipeline looks there, and what its jobs run. */
export interface Provider {
  /** Where it looks for its file, relative to the repository. */
  path: string;
  /** How the file's lines say that they are comments. */
  comment: "#" | "//";
  /** What must be set up there, a line each. */
  setup: string[];
  render(pipeline: Pipeline): string;
  /** What a job runs, in shells, after the provider's own checkout. */
  steps(job: Job, pipeline: Pipeline): Step[];
}
