import type { Microservice } from "../microservice.ts";
import type { Kit, Stage } from "../stage.ts";

const ZONES = "/usr/share/zoneinfo";

/** Who every image runs as: distroless' `nonroot`. */
export const USER = "65532:65532";

/** Adds what a bare image lacks and the service asks for, each from the base `static`, and dated alike. */
export function withExtras<C extends Stage>(kit: Kit<C>, service: Microservice, image: C): C {
  if (!service.extras.length) return image;
  const base = kit.named("static", kit.from("static"));
  const certificates = "/etc/ssl/certs/ca-certificates.crt";
  const add = {
    certificates: (to: C) => to.withFile(certificates, base.file(certificates).withTimestamps(0)),
    timezones: (to: C) => to.withDirectory(ZONES, base.directory(ZONES).withTimestamps(0)),
    user: (to: C) =>
      ["/etc/passwd", "/etc/group"].reduce(
        (image, path) => image.withFile(path, base.file(path).withTimestamps(0)),
        to,
      ),
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
