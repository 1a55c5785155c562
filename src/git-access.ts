import type { Microservice } from "./microservice.ts";

/** What {@link Microservice.git} says of a place that is reached by the caller's ssh agent. */
export const BY_AGENT = "ssh";

/** Secrets that a caller must give for a service. */
export function secretsOf({ secrets, git = {} }: Pick<Microservice, "secrets" | "git">): string[] {
  return [...new Set([...secrets, ...gitSecrets({ git })])];
}

/** Those with which git answers who asks. */
export function gitSecrets({ git = {} }: Pick<Microservice, "git">): string[] {
  return [...new Set(Object.values(git))].filter((by) => by !== BY_AGENT);
}

/** Whether a service's dependencies are fetched with the caller's ssh agent. */
export function asksAgent({ git = {} }: Pick<Microservice, "git">): boolean {
  return Object.values(git).includes(BY_AGENT);
}
