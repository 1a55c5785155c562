import { readdir } from "node:fs/promises";
import { resolve } from "node:path";
import * as commands from "../../../src/commands/index.ts";
import type { ServiceResult } from "../../../src/report/result.ts";
import { summary } from "../../../src/report/summary.ts";
import { shellIn } from "../builders/shell.ts";
import type { CallOptions, Chain, Output } from "../call.ts";
import { exportArchive } from "../images/layout.ts";
import { refuseNoDirectory, refuseNoFile } from "../output/destination.ts";
import { printFailures } from "../output/failures.ts";
import { open } from "./open.ts";

/** `build`: a service's image; then, where a verb follows, its archive, its publication or a shell in it. */
export async function build(given: CallOptions, chain?: Chain): Promise<Output> {
  const { verb, given: after } = chain ?? {};
  if (verb === "export") refuseNoFile("--path", after?.path ?? "", "image.tar");
  const engine = await open(given);
  const { result, built } = await commands.build(engine, { ...given, unmeasured: verb === "terminal" });
  if (!built) return failed(result);
  const { image } = built;
  if (verb === "terminal") return { text: "", exitCode: await shellIn(image.builder, image.reference) };
  if (verb === "export")
    return { text: await exportArchive(await engine.keep(image), image.reference, after?.path ?? "") };
  if (verb === "publish") return { text: await commands.push(engine, image, after?.address ?? "") };
  return { text: summary(result, engine.call), data: { services: [result] } };
}

/** `artifact`: the files that cross into the image; without a verb, their names. */
export async function artifact(given: CallOptions, chain?: Chain): Promise<Output> {
  if (chain) refuseNoDirectory("--path", chain.given.path);
  const { result, built } = await commands.artifact(await open(given), given);
  if (!built) return failed(result);
  const { builder, reference } = built.image;
  const data = { services: [result] };
  if (!chain) return { text: await builder.listFiles(reference), data };
  const path = resolve(chain.given.path);
  await builder.exportFiles(reference, path);
  return { text: `${path}: ${(await readdir(path)).join(", ")}`, data };
}

/** `test`: runs the service's own tests in its test stage. */
export async function test(given: CallOptions): Promise<Output> {
  return printed(await commands.test(await open(given), given), "tests passed before");
}

/** `lint`: runs the service's linter where its tests run. */
export async function lint(given: CallOptions): Promise<Output> {
  return printed(await commands.lint(await open(given), given), "nothing to complain of before");
}

/** A stage that is there for what it prints. */
async function printed({ result, output }: commands.OneBuilt<unknown>, before: string): Promise<Output> {
  if (result.error) return failed(result);
  const isCached = result.status === "cached";
  const text = isCached ? `${result.name}: ${before}, nothing changed` : await output();
  return { text, data: { services: [result] } };
}

function failed(result: ServiceResult): Output {
  printFailures([result.error ?? []].flat());
  return { text: "", data: { services: [result] }, exitCode: result.error?.exitCode };
}
