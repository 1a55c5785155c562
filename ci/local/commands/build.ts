import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import type { PlannedService, StageName } from "../../../src/pipeline/plan.ts";
import type { ServiceError, ServiceResult } from "../../../src/report/result.ts";
import { summary } from "../../../src/report/summary.ts";
import type { Values } from "../arguments.ts";
import { buildService, runBuild } from "../build-service.ts";
import { shellIn } from "../builders/shell.ts";
import { exportArchive, publishImage } from "../images/layout.ts";
import { refuseNoDirectory, refuseNoFile } from "../output/destination.ts";
import { failureText } from "../output/ending.ts";
import { attempt, stageResult } from "../output/results.ts";
import type { Chain } from "../prepare.ts";
import { type Output, type Prepared, planned, prepare } from "../prepare.ts";

/** `build`: a service's image; then, where a verb follows, its archive, its publication or a shell in it. */
export async function build(values: Values, chain?: Chain): Promise<Output> {
  if (chain?.verb === "export") refuseNoFile("--path", String(chain.values.path), "image.tar");
  const { prepared, service } = await prepare(values);
  const wanted = planned(prepared, service, values.stage as StageName);
  if (chain?.verb === "terminal") return terminal(prepared, wanted);
  const result = await attempt(wanted, () => buildService(wanted, prepared.tools));
  prepared.tools.progress.done();
  if (result.error) return failed(result.error, result);
  const { digest = "", reference = "" } = result;
  if (chain?.verb === "export")
    return { text: await exportArchive(digest, reference, String(chain.values.path)) };
  if (chain?.verb === "publish") return { text: await publishImage(digest, String(chain.values.address)) };
  return {
    text: summary(result, prepared.tools.builder.name === "docker" ? "docker" : "podman"),
    data: { services: [result] },
  };
}

async function terminal({ tools }: Prepared, wanted: PlannedService): Promise<Output> {
  const { image } = await runBuild(wanted, tools);
  tools.progress.done();
  return { text: "", exitCode: await shellIn(tools.builder, image) };
}

/** `artifact`: the files that cross into the image; without a verb, their names. */
export async function artifact(values: Values, chain?: Chain): Promise<Output> {
  if (chain) refuseNoDirectory("--path", String(chain.values.path));
  const { prepared, service } = await prepare(values);
  const wanted = planned(prepared, service, "artifact");
  const { builder, progress } = prepared.tools;
  const result = await attempt(wanted, async () =>
    stageResult(wanted, await runBuild(wanted, prepared.tools)),
  );
  progress.done();
  if (result.error) return failed(result.error, result);
  if (!chain) return { text: await builder.listFiles(result.reference ?? ""), data: { services: [result] } };
  const path = resolve(String(chain.values.path));
  await builder.exportFiles(result.reference ?? "", path);
  return { text: `${path}: ${(await readdir(path)).join(", ")}`, data: { services: [result] } };
}

/** `test`: runs the service's own tests in its test stage. */
export function test(values: Values): Promise<Output> {
  return checked(values, "test", "tests passed before");
}

/** `lint`: runs the service's linter where its tests run. */
export function lint(values: Values): Promise<Output> {
  return checked(values, "lint", "nothing to complain of before");
}

/** Builds up to a stage that is there for what it prints. */
async function checked(values: Values, stage: StageName, before: string): Promise<Output> {
  const { prepared, service } = await prepare(values);
  const wanted = planned(prepared, service, stage);
  const lines: string[] = [];
  const result = await attempt(wanted, async () =>
    stageResult(wanted, await runBuild(wanted, prepared.tools, (line) => lines.push(line))),
  );
  prepared.tools.progress.done();
  if (result.error) return failed(result.error, result);
  const text = result.status === "cached" ? `${result.name}: ${before}, nothing changed` : lines.join("\n");
  return { text, data: { services: [result] } };
}

function failed(error: ServiceError, result: ServiceResult): Output {
  process.stderr.write(`${failureText(error)}\n`);
  return { text: "", data: { services: [result] }, exitCode: error.exitCode };
}
