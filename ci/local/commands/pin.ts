import { resolve } from "node:path";
import { $ } from "zx";
import { lockText, taggedImage } from "../../../src/bases/addresses.ts";
import { isLoopback } from "../../../src/publish/reference.ts";
import { EXIT, Failure } from "../../../src/report/failure.ts";
import type { Values } from "../arguments.ts";
import { ensureTools } from "../builders/engine.ts";
import { refuseNoFile, writeTo } from "../output/destination.ts";
import type { Chain, Output } from "../prepare.ts";
import { allServices, baseImages, openSession, plan, type Session } from "../session.ts";

/** `pin`: the digests of all bases that the services start from, as the registry answers today. */
export async function pin(values: Values, chain?: Chain): Promise<Output> {
  if (chain) refuseNoFile("--path", String(chain.values.path), "bases.lock");
  const session = await openSession(values);
  await ensureTools(["skopeo"]);
  const images = wantedImages(session);
  const digests = await Promise.all(images.map(digestOf));
  const text = lockText(Object.fromEntries(images.map((image, at) => [image, digests[at] ?? ""])));
  if (!chain) return { text: text.trimEnd() };
  const path = resolve(String(chain.values.path));
  await writeTo(path, text);
  return { text: path };
}

/** Images by tag: of every service's stages, each once. */
function wantedImages(session: Session): string[] {
  const bases = baseImages(session.source);
  const wanted = allServices(session).flatMap((service) => plan(session, service, "registry").bases);
  return [...new Set(wanted.map(({ name, version }) => taggedImage(bases, name, version)))].sort();
}

async function digestOf(image: string): Promise<string> {
  const tls = isLoopback(image) ? ["--tls-verify=false"] : [];
  const asked = await $({
    quiet: true,
    nothrow: true,
  })`skopeo inspect --format {{.Digest}} ${tls} docker://${image}`;
  if (asked.exitCode === 0) return asked.stdout.trim();
  throw new Failure(`the registry does not say what ${image} is`, {
    exitCode: EXIT.retry,
    lines: asked.stderr.trim().split("\n").slice(-3),
    next: "check its name in bases.yaml, or build with --bases debian",
  });
}
