import type { Refusal } from "../failure.ts";

/**
 * Sources differ from their commit. In development that is fine, where the tag says so; elsewhere nobody could
 * build the image again.
 */
export function uncommitted(dirty: boolean, environment: string): Refusal | undefined {
  if (!dirty || environment === "development") return undefined;
  return {
    message: `there are changes that are not committed, and ${environment} takes committed sources only`,
    next: "commit them, or publish to development, where the tag says -dirty",
    policy: true,
  };
}
