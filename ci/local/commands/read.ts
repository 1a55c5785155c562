import { resolve } from "node:path";
import * as commands from "../../../src/commands/index.ts";
import { affectedText, planText, servicesText } from "../../../src/report/listing.ts";
import type { CallOptions, Chain, Output } from "../call.ts";
import { refuseNoFile, writeTo } from "../output/destination.ts";
import { open } from "./open.ts";

/** `services`: what there is, and what was detected from what. */
export async function services(given: CallOptions): Promise<Output> {
  const data = await commands.services(await open(given), given);
  return { text: servicesText(data), data };
}

/** `plan`: what would be built; nothing is. */
export async function plan(given: CallOptions): Promise<Output> {
  const data = await commands.plan(await open(given), given);
  return { text: planText(data), data };
}

/** `affected`: the services that a change concerns, and why. */
export async function affected(given: CallOptions): Promise<Output> {
  const data = await commands.affected(await open(given), given);
  return { text: affectedText(data), data };
}

/** `matrix`: a run's services as parts for several runners, balanced by earlier times. */
export async function matrix(given: CallOptions): Promise<Output> {
  const text = await commands.matrix(await open(given), given);
  return { text, data: JSON.parse(text) };
}

/** `dockerfile`: the multi-stage Dockerfile that a service's definition means. */
export async function dockerfile(given: CallOptions): Promise<Output> {
  const text = await commands.dockerfile(await open(given), given);
  return { text: text.trimEnd(), data: { dockerfile: text } };
}

/** `pin`: the digests of all bases, as registries answer today. */
export async function pin(given: CallOptions, chain?: Chain): Promise<Output> {
  if (chain) refuseNoFile("--path", chain.given.path, "bases.lock");
  const text = await commands.pin(await open(given), given);
  if (!chain) return { text: text.trimEnd() };
  const path = resolve(chain.given.path);
  await writeTo(path, text);
  return { text: path };
}
