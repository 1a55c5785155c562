import { lockText, taggedImage } from "../bases/addresses.ts";
import type { Engine } from "../engine.ts";
import { badInput } from "../failure.ts";
import { requireAll } from "../publish/pool.ts";
import { hostOf } from "../publish/reference.ts";
import { digestOfBase } from "./bases.ts";
import { basesIn, basesOf, planEach, plannerOf } from "./planning.ts";
import { publisherFor } from "./registry.ts";
import { readRepository, refuseWhole } from "./repository.ts";

/** `pin`: the text of `bases.lock`, with the digests of all bases that services start from as registries answer. */
export async function pin(
  engine: Engine,
  { registryUsername }: { registryUsername?: string } = {},
): Promise<string> {
  const repository = await readRepository(engine);
  refuseWhole(repository);
  const images = await basesOf(engine);
  const plan = await plannerOf(engine, repository, { environment: "production" });
  const plans = planEach(repository, repository.services, (service) => plan(service, "registry"));
  for (const { service, failure } of plans)
    if (failure) engine.progress.note(`${service.name} is left out: ${failure.message}`);
  const tagged = new Map(
    basesIn(plans).map((base) => {
      const address = taggedImage(images, base.name, base.version);
      return [address, { ...base, address }];
    }),
  );
  const bases = [...tagged.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
  const hosts = [...new Set(bases.map(({ address }) => hostOf(address)))];
  if (registryUsername && hosts.length > 1)
    throw badInput(
      `--registry-username is for one registry, and bases come from ${hosts.join(", ")}`,
      "docker login HOST for each",
    );
  const client = await publisherFor(engine, hosts, { asNobody: !registryUsername });
  const digests = await requireAll(bases, (base) => digestOfBase(engine, client, base));
  return lockText(Object.fromEntries(bases.map(({ address }, at) => [address, digests[at] ?? ""])));
}
