import { RECIPES } from "../../detection/recipe/recipe-file.ts";
import { join } from "../../files/paths.ts";
import type { Microservice } from "../../microservice.ts";
import type { Kit, Stage } from "../../stage.ts";
import type { Language } from "../language.ts";
import { detectDockerfile } from "./detect.ts";
import { dockerfileFaults } from "./faults.ts";

/** The escape hatch: a service's own Dockerfile, built as it is; settings, user and rules are ours. */
export const dockerfile: Language = {
  name: "dockerfile",
  aliases: ["docker"],
  manifests: RECIPES,
  entrypoint: { what: "its path", places: (entrypoint) => [join(".", entrypoint)] },
  ownContext: true,
  output: "/",
  detect: detectDockerfile,
  faults: dockerfileFaults,
  dependencies(kit) {
    return kit.stages.container();
  },
  build(kit, service) {
    return own(kit, service);
  },
  test(kit, service) {
    return own(kit, service, service.testCommand?.at(-1));
  },
  runtime(kit, service) {
    const image = own(kit, service);
    return service.command ? image.withEntrypoint(service.command) : image;
  },
};

function own<C extends Stage>(kit: Kit<C>, { entrypoint = "Dockerfile" }: Microservice, target?: string): C {
  return kit.userDockerfile(entrypoint, target);
}
