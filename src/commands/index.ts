/** Every command, once: plain data in and out, over an {@link ChosenBuilder}. */
export { affected } from "./affected.ts";
export { artifact, build, builtIn, lint, type OneBuilt, outputOf, test } from "./build.ts";
export { ci } from "./ci.ts";
export { fromDockerfiles, init } from "./init/init.ts";
export { matrix } from "./matrix.ts";
export { pin } from "./pin.ts";
export { dockerfile, plan } from "./plan.ts";
export { promote, rollback } from "./promote.ts";
export { prune } from "./prune.ts";
export { movedIn, type PublishRun, publish, publishAll } from "./publish.ts";
export { push } from "./push.ts";
export { buildAll, chosenImages, lintAll, runExitCode, testAll } from "./run.ts";
export { services } from "./services.ts";
export { type StartOptions, start } from "./start.ts";
export { buildAllChecked, verify, verifyAll } from "./verify.ts";
