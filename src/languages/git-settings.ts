import { asksAgent, BY_AGENT, gitSecrets } from "../git-access.ts";
import type { Microservice } from "../microservice.ts";
import type { Kit, Stage } from "../stage.ts";

/** Where the caller's ssh agent answers, while dependencies are fetched. */
const AGENT = "/run/ssh-agent.sock";

/** Lends what a service reaches private repositories with: the caller's agent, and secrets as files. */
export function withGitAccess<C extends Stage>(stage: C, kit: Kit<C>, service: Microservice): C {
  const lent = kit.agent ? stage.withUnixSocket(AGENT, kit.agent) : stage;
  return gitSecrets(service).reduce<C>((to, name) => {
    const secret = kit.secrets[name];
    return secret ? to.withMountedSecret(fileOf(name), secret) : to;
  }, lent);
}

/** Takes it back: what a service's own sources run reaches none of it. */
export function withoutGitAccess<C extends Stage>(stage: C, service: Microservice): C {
  const alone = asksAgent(service) ? stage.withoutUnixSocket(AGENT) : stage;
  return gitSecrets(service).reduce<C>((to, name) => to.withoutMount(fileOf(name)), alone);
}

/**
 * Variables by which git goes to each place as the service says, whatever scheme a manifest names, and never waits for
 * somebody to type. They hold no secret. Go asks neither a proxy nor the sum database for what is private.
 */
export function gitVariables({ git }: Pick<Microservice, "git">): Record<string, string> {
  if (!git) return {};
  const settings = Object.entries(git).flatMap(([place, by]) =>
    by === BY_AGENT ? bySsh(place) : bySecret(place, by),
  );
  return {
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, key],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
    GIT_TERMINAL_PROMPT: "0",
    GOPRIVATE: Object.keys(git)
      .map((place) => place.replace(/:\d+/, ""))
      .join(","),
    ...(asksAgent({ git }) && { SSH_AUTH_SOCK: AGENT, GIT_SSH_COMMAND: SSH }),
  };
}

/** A host's key is taken as it is first seen: a lockfile's commits and sums hold what comes from it. */
const SSH = "ssh -o BatchMode=yes -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile=/tmp/known_hosts";

type Setting = [key: string, value: string];

function bySsh(place: string): Setting[] {
  return [[`url.ssh://git@${place}.insteadOf`, `https://${place}`]];
}

function bySecret(place: string, secret: string): Setting[] {
  const [host = ""] = place.split("/");
  const path = place.slice(host.length + 1);
  const spelled = [`ssh://git@${place}`, `ssh://${place}`, `git@${host.replace(/:\d+$/, "")}:${path}`];
  return [
    ...spelled.map((other): Setting => [`url.https://${place}.insteadOf`, other]),
    [`credential.https://${host}.helper`, helper(secret)],
  ];
}

/** Answers git with a secret: `USER:PASSWORD`, or a token, for which any user will do where repositories are hosted. */
function helper(secret: string): string {
  const user = `case $said in *:*) echo username=\${said%%:*};; *) echo username=x-access-token;; esac`;
  return `!f() { said=$(cat ${fileOf(secret)}); ${user}; echo password=\${said#*:}; }; f`;
}

function fileOf(secret: string): string {
  return `/run/git/${secret}`;
}
