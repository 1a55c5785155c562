import type { Kit } from "../languages/language.ts";
import type { Microservice } from "../microservice.ts";
import type { Stage } from "../stage.ts";

/** Who every image runs as: distroless' `nonroot`. */
export const USER = "65532:65532";

/** Adds what a bare image lacks and the service asks for, each from the base `static`. */
export function withExtras<C extends Stage>(kit: Kit<C>, service: Microservice, image: C): C {
  if (!service.extras.length) return image;
  const base = kit.named("static", kit.from("static"));
  const certificates = "/etc/ssl/certs/ca-certificates.crt";
  const add = {
    certificates: (to: C) => to.withFile(certificates, base.file(certificates)),
    timezones: (to: C) => to.withDirectory("/usr/share/zoneinfo", base.directory("/usr/share/zoneinfo")),
    user: (to: C) =>
      to.withFile("/etc/passwd", base.file("/etc/passwd")).withFile("/etc/group", base.file("/etc/group")),
  };
  return service.extras.reduce((to, extra) => add[extra](to), image);
}

/** The image's configuration: variables, labels, port and user. */
export function withSettings<C extends Stage>(
  image: C,
  service: Pick<Microservice, "variables" | "labels" | "port">,
): C {
  const variables = Object.entries(service.variables);
  const labels = Object.entries(service.labels);
  const named = labels.reduce<C>(
    (to, [name, value]) => to.withLabel(name, value),
    variables.reduce<C>((to, [name, value]) => to.withEnvVariable(name, value), image),
  );
  return (service.port ? named.withExposedPort(service.port) : named).withUser(USER);
}
