import { type Event, type Job, type Pipeline, REPORTS, shardsOf } from "./pipeline.ts";
import type { Provider } from "./provider.ts";
import { branchOf, callSteps, deepen, FETCH_TAGS, PREPARE, type Step, type Words } from "./script.ts";

const WORDS: Words = {
  base: '"origin/$CHANGE_TARGET"',
  tag: '"$TAG_NAME"',
  revision: '"$GIT_COMMIT"',
  shard: "$SHARD",
};

const CONDITIONS: Record<Event, (pipeline: Pipeline) => string> = {
  pullRequest: () => "changeRequest()",
  main: ({ mainBranch }) => `branch '${mainBranch}'`,
  tag: ({ versionTags }) => `tag '${versionTags}'`,
};

/** Jenkins, a multibranch pipeline. */
export const jenkins: Provider = {
  path: "Jenkinsfile",
  comment: "//",
  setup: [
    "For a multibranch pipeline that discovers tags. Credentials of the kind username and password: `git` for",
    "the repository, `registry` for the registry; the environment variable REGISTRY (HOST/PREFIX) where",
    "multistage.yaml doesn't say it. Agents keep their caches in ~/.cache/multistage.",
  ],
  render,
  steps,
};

function steps(job: Job, pipeline: Pipeline): Step[] {
  const history = { base: [deepen(branchOf("$CHANGE_TARGET"))], tags: [FETCH_TAGS], none: [] };
  return [...history[job.history ?? "none"], PREPARE, ...callSteps(job, pipeline, WORDS)];
}

function render(pipeline: Pipeline): string {
  return block("pipeline", [
    // An agent that waits for somebody's word would be kept from others.
    "agent none",
    block("options", ["disableConcurrentBuilds()"]),
    block(
      "stages",
      pipeline.jobs.map((job) => stage(job, pipeline)),
    ),
  ]).concat("\n");
}

function stage(job: Job, pipeline: Pipeline): string {
  const { title, on, approval, environment, shards, builds } = job;
  const when = block("when", [
    ...(approval ? ["beforeInput true"] : []),
    "beforeAgent true",
    CONDITIONS[on](pipeline),
  ]);
  const asked = approval ? [block("input", [`message 'Promote to ${environment}?'`, "ok 'Promote'"])] : [];
  const work = [
    block("steps", [
      block(
        `timeout(time: ${job.minutes}, unit: 'MINUTES')`,
        steps(job, pipeline).map((step) => withAccount(job, step)),
      ),
    ]),
    ...(builds ? [block("post", [block("always", REPORTING)])] : []),
  ];
  if (shards === 1) return block(`stage('${title}')`, [when, ...asked, "agent any", ...work]);
  const values = shardsOf(job)
    .map((shard) => `'${shard}'`)
    .join(", ");
  const axes = block("axes", [block("axis", ["name 'SHARD'", `values ${values}`])]);
  const matrix = block("matrix", ["agent any", axes, block("stages", [block("stage('Share')", work)])]);
  return block(`stage('${title}')`, [when, matrix]);
}

const REPORTING = [
  `junit testResults: '${REPORTS}/*.xml', allowEmptyResults: true`,
  `archiveArtifacts artifacts: '${REPORTS}/*', allowEmptyArchive: true`,
];

/** The repository's account where git asks the origin, the registry's where images are published. */
function withAccount({ environment }: Job, { title, lines }: Step): string {
  const command = shell(lines);
  if (lines.some((line) => /git (fetch|ls-remote)/.test(line)))
    return bound("gitUsernamePassword(credentialsId: 'git', gitToolName: 'Default')", command);
  if (!environment || title === PREPARE.title) return command;
  return bound(
    "usernamePassword(credentialsId: 'registry', usernameVariable: 'REGISTRY_USERNAME', passwordVariable: 'REGISTRY_PASSWORD')",
    command,
  );
}

function bound(binding: string, command: string): string {
  return block(`withCredentials([${binding}])`, [command]);
}

/** Single quotes, so that Groovy puts nothing into it: the shell reads its own variables. */
function shell(lines: string[]): string {
  const escaped = lines.map((line) => line.replaceAll("\\", "\\\\"));
  if (lines.length === 1) return `sh '${escaped[0]?.replaceAll("'", "\\'")}'`;
  return `sh '''\n${escaped.map((line) => `  ${line}`).join("\n")}\n'''`;
}

function block(head: string, parts: string[]): string {
  return `${head} {\n${parts.join("\n").replace(/^/gm, "  ")}\n}`;
}
