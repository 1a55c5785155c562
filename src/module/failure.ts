import { getTracer } from "@dagger.io/dagger/telemetry";
import type { RecordedStage } from "../dockerfile/record.ts";
import { recordingKit } from "../dockerfile/recording-kit.ts";
import { EXIT, Failure } from "../failure.ts";
import { crosses } from "../languages/language.ts";
import { languageNamed } from "../languages/table.ts";
import type { Microservice } from "../microservice.ts";
import { assemble } from "../pipeline/assemble.ts";
import { STAGE_NAMES, type StageName } from "../pipeline/plan.ts";
import { worthRetrying } from "../report/worth-retrying.ts";

/** The fields of the SDK's `ExecError`, which the SDK that a module runs with doesn't export. */
interface FailedExec extends Error {
  cmd: string[];
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Does a service's work under a span of its name.
 *
 * @throws what the work throws; a `Failure` with stage, command and last lines where a command failed.
 */
export async function explained<T>(
  service: Microservice,
  work: () => Promise<T>,
  platform?: string,
): Promise<T> {
  return getTracer().startActiveSpan(service.name, async () => {
    try {
      return await work();
    } catch (error) {
      throw isFailedExec(error) ? execFailure(service, error, platform) : refusalOf(error);
    }
  });
}

/** `api: build failed (exit 1): go build …`, the last lines, and how to look at it. */
export function execFailure(
  service: Microservice,
  failed: Omit<FailedExec, "name" | "message">,
  platform?: string,
): Failure {
  const stage = stageOfCommand(service, failed.cmd, platform);
  const [command = "", ...more] = failed.cmd.join(" ").split("\n");
  const printed = `${failed.stdout}\n${failed.stderr}`.split("\n").filter((line) => line.trim());
  const lines = printed.slice(-LINES);
  const words = [
    `--service ${service.name}`,
    stage && `--stage ${stage}`,
    platform && `--platform ${platform}`,
  ];
  const failure = new Failure(
    `${service.name}: ${stage ?? "a base"} failed (exit ${failed.exitCode}): ${command}${more.length ? " …" : ""}`,
    {
      exitCode: worthRetrying(lines) ? EXIT.retry : EXIT.service,
      lines,
      // A module sees files, never the path or address that they came from.
      next: `dagger --interactive call build ${words.filter(Boolean).join(" ")}, with the same --source, opens a shell in it`,
      cause: failed,
    },
  );
  failure.output = printed.join("\n");
  return failure;
}

/** What an engine answered instead of a result, which is no fault of ours; any other error as it is. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof Error && (isFailedExec(error) || error.name === "GraphQLRequestError")))
    return error;
  const printed = isFailedExec(error) ? `${error.stdout}\n${error.stderr}` : "";
  const lines = `${error.message}\n${printed}`.split("\n").filter((line) => line.trim());
  const exitCode = worthRetrying(lines) ? EXIT.retry : EXIT.service;
  return new Failure("the engine refused", { exitCode, lines: lines.slice(-LINES), cause: error });
}

const LINES = 10;

/** The first stage of the service's that runs the command: its definition, recorded, says so. */
function stageOfCommand(service: Microservice, command: string[], platform?: string): StageName | undefined {
  const language = languageNamed(service.language);
  const crossCompiles = crosses(language, service);
  const kit = recordingKit(service, (base) => base, { platform, crossCompiles });
  const pipeline = assemble(kit, language, service, service);
  return STAGE_NAMES.find((name) => runs(pipeline[name], command.join("\0")));
}

function runs(stage: RecordedStage | undefined, command: string): boolean {
  for (let at = stage; at; at = at.parent)
    if (at.step.verb === "exec" && at.step.args.join("\0") === command) return true;
  return false;
}

function isFailedExec(error: unknown): error is FailedExec {
  return error instanceof Error && error.name === "ExecError";
}
