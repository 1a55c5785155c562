import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import { requireAll } from "../publish/pool.ts";
import { hostOf, parseDestination, parseImage } from "../publish/reference.ts";
import { publisherFor } from "./registry.ts";

/**
 * `build … publish`: pushes an image to one address, as it was built: by digest, then under its tag.
 *
 * @returns the address with the digest that the registry now answers for.
 */
export async function push<Image>(engine: Engine<Image>, image: Image, address: string): Promise<string> {
  const { repository, reference } = parseImage(address);
  if (parseDestination(repository).prefix === hostOf(address) || reference.startsWith("sha256:"))
    throw badInput(`--address ${address}: expected HOST/NAME:TAG`, "such as registry.example/team/api:1.0");
  const publisher = await publisherFor(engine, [hostOf(address)]);
  const digest = await engine.keep(image);
  await requireAll([repository], async () => {
    if (!(await publisher.digestOf(repository, digest))) await publisher.upload(repository, digest);
    await publisher.verify(repository, digest);
    await publisher.tag(repository, digest, reference);
  });
  return `${address.replace(/^docker:\/\//, "")}@${digest}`;
}
