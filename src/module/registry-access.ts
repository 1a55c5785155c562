import type { Secret, Service } from "@dagger.io/dagger";
import { badInput } from "../failure.ts";
import type { Account } from "../publish/docker-auth.ts";

/** How an engine reaches a registry, and as whom. */
export interface RegistryAccess {
  registryUsername?: string;
  registryPassword?: Secret;
  /** The registry itself, where only the caller reaches it: `tcp://127.0.0.1:5000`. */
  registryService?: Service;
  plainHttp?: boolean;
}

/** Who asks a registry; undefined is nobody. @throws a `Failure` (exit 2) where half of an account is given. */
export async function accountOf({
  registryUsername,
  registryPassword,
}: RegistryAccess): Promise<Account | undefined> {
  if (!registryUsername !== !registryPassword)
    throw badInput("--registry-username and --registry-password go together");
  if (!registryUsername || !registryPassword) return undefined;
  return { username: registryUsername, password: (await registryPassword.plaintext()).trim() };
}
