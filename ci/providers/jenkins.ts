import { type Event, type Job, PIPELINE } from "./pipeline.ts";
import { callSteps, deepen, FETCH_TAGS, PREPARE, type Step, type Words } from "./script.ts";

const WORDS: Words = {
  base: '"origin/$CHANGE_TARGET"',
  tag: '"$TAG_NAME"',
  revision: '"$GIT_COMMIT"',
};

const TARGET = '"+refs/heads/$CHANGE_TARGET:refs/remotes/origin/$CHANGE_TARGET"';

const CONDITIONS: Record<Event, string> = {
  pullRequest: "changeRequest()",
  main: `branch '${PIPELINE.mainBranch}'`,
  tag: `tag '${PIPELINE.versionTags}'`,
};

/** What a job runs on Jenkins, after its own checkout. */
export function jenkinsSteps(job: Job): Step[] {
  const history = { base: [deepen(TARGET)], tags: [FETCH_TAGS], none: [] };
  return [...history[job.history ?? "none"], PREPARE, ...callSteps(job, WORDS)];
}

/** The Jenkinsfile of a multibranch pipeline. */
export function jenkins(): string {
  const minutes = Math.max(...PIPELINE.jobs.map((job) => job.minutes));
  return `pipeline {
  agent any
  options {
    disableConcurrentBuilds()
    timeout(time: ${minutes}, unit: 'MINUTES')
  }
  stages {
${PIPELINE.jobs.map(stage).join("\n")}
  }
  post {
    always {
      junit testResults: '${PIPELINE.reports}/*.xml', allowEmptyResults: true
      archiveArtifacts artifacts: '${PIPELINE.reports}/*', allowEmptyArchive: true
    }
  }
}
`;
}

function stage(job: Job): string {
  return `    stage('${job.title}') {
      when { ${CONDITIONS[job.on]} }
      steps {
${jenkinsSteps(job)
  .map((step) => indented(withAccount(job, step)))
  .join("\n")}
      }
    }`;
}

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
  return `withCredentials([${binding}]) {\n${command.replace(/^/gm, "  ")}\n}`;
}

/** Single quotes, so that Groovy puts nothing into it: the shell reads its own variables. */
function shell(lines: string[]): string {
  const escaped = lines.map((line) => line.replaceAll("\\", "\\\\"));
  if (lines.length === 1) return `sh '${escaped[0]?.replaceAll("'", "\\'")}'`;
  return `sh '''\n${escaped.map((line) => `  ${line}`).join("\n")}\n'''`;
}

function indented(text: string): string {
  return text.replace(/^/gm, "        ");
}
