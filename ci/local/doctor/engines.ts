import { knownVulnerabilities } from "../builders/vulnerabilities.ts";
import { installHint } from "../process/system.ts";
import { bad, type Check, type Finding, good, type Machine, weak } from "./check.ts";

/** Dagger's command, and whether an engine answers or could be started. */
export const dagger: Check = {
  name: "dagger",
  async find(machine) {
    const { exitCode, text } = await machine.ask("dagger", "version");
    if (exitCode) return weak("none: builds go to Docker or buildah", undefined);
    const isStarted = machine.env._EXPERIMENTAL_DAGGER_RUNNER_HOST || (await dockerAnswers(machine));
    return isStarted
      ? good(versionIn(text))
      : weak(
          `${versionIn(text)}, but nothing can start its engine`,
          "start Docker, or set _EXPERIMENTAL_DAGGER_RUNNER_HOST",
        );
  },
};

export const docker: Check = {
  name: "docker",
  async find(machine) {
    if (!machine.has("docker")) return weak("none");
    if (!(await dockerAnswers(machine)))
      return weak("its command is there, but no daemon answers", DAEMON(machine));
    const { text } = await machine.ask("docker", "version", "--format", "{{.Server.Version}}");
    const options = await machine.ask("docker", "info", "--format", "{{.SecurityOptions}}");
    const user = options.text.includes("rootless") ? "without root" : "its daemon is root";
    return withHoles("docker", versionIn(text), user);
  },
};

export const buildah: Check = {
  name: "buildah",
  async find(machine) {
    const { exitCode, text } = await machine.ask("buildah", "--version");
    if (exitCode) return weak("none", installHint(["buildah"], machine.has, machine.isRoot));
    const apart = await machine.isolation().catch((error: Error) => error);
    if (apart instanceof Error) return weak(`${versionIn(text)}: ${apart.message.split("\n")[0]}`, ISOLATION);
    const found = withHoles("buildah", versionIn(text), apart);
    return found.state === "good" && apart.includes("chroot") ? weak(found.said, ISOLATION) : found;
  },
};

/** What starts an image that buildah made; buildah itself does where podman isn't there. */
export const podman: Check = {
  name: "podman",
  async find(machine) {
    const { exitCode, text } = await machine.ask("podman", "--version");
    if (!exitCode) return good(versionIn(text));
    const mend = machine.has("docker") ? undefined : installHint(["podman"], machine.has, machine.isRoot);
    return weak("none: it starts images that buildah made", mend);
  },
};

/** Something must build. */
export const engine: Check = {
  name: "builds with",
  async find(machine) {
    const daemon = await dockerAnswers(machine);
    if (machine.has("dagger") && (daemon || machine.env._EXPERIMENTAL_DAGGER_RUNNER_HOST))
      return good("dagger");
    if (daemon) return good("docker");
    if (
      machine.has("buildah") &&
      !((await machine.isolation().catch((error: Error) => error)) instanceof Error)
    )
      return good("buildah");
    if (
      !machine.has("buildah") &&
      machine.isRoot &&
      machine.has("apt-get") &&
      !machine.env.MULTISTAGE_NO_INSTALL
    )
      return good("buildah, which the first build installs");
    return bad(
      "nothing: no Dagger engine, no Docker daemon, no buildah that runs",
      installHint(["buildah"], machine.has, machine.isRoot),
    );
  },
};

function withHoles(name: string, version: string, more: string): Finding {
  const holes = knownVulnerabilities(name, version);
  if (!holes.length) return good(`${version}, ${more}`);
  const said = `${version}, ${more}; known holes: ${holes.join(", ")}`;
  return weak(
    said,
    `upgrade ${name} before strangers' sources are built here, unless your distribution mended it`,
  );
}

async function dockerAnswers(machine: Machine): Promise<boolean> {
  return machine.has("docker") && (await machine.ask("docker", "info")).exitCode === 0;
}

const DAEMON = ({ has }: Machine) =>
  has("systemctl") ? "start it: sudo systemctl start docker" : "start it";

const ISOLATION =
  "a container runtime (crun or runc) and user namespaces keep steps apart better: see docs/security.md";

function versionIn(text: string): string {
  return /\d+\.\d+[\w.+-]*/.exec(text)?.[0] ?? "of an unknown version";
}
