import { azure } from "./azure.ts";
import { bitbucket } from "./bitbucket.ts";
import { buildkite } from "./buildkite.ts";
import { circleci } from "./circleci.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { jenkins } from "./jenkins.ts";
import type { Provider } from "./provider.ts";
import { tekton } from "./tekton.ts";

export const PROVIDERS: Record<string, Provider> = {
  github,
  gitlab,
  jenkins,
  circleci,
  azure,
  buildkite,
  bitbucket,
  tekton,
};
