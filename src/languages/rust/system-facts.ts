import type { Fact } from "../../microservice.ts";
import { systemPackages } from "../system-packages.ts";
import { type CargoLock, type LockedPackage, lockedFor } from "./lock.ts";

/** Crates that ask the system which certificates to trust. */
const TRUSTING = ["openssl-probe", "rustls-native-certs", "rustls-platform-verifier", "native-tls"];

/** Crates that read the system's time zones. */
const ZONES = ["jiff", "tzfile", "tz-rs"];

/** What a service's locked dependencies need of a system, while they are compiled and in the image. */
export function systemFacts(lock: CargoLock | undefined, roots: string[]): Fact[] {
  if (!lock) return [];
  const packages = lockedFor(lock, roots);
  const libraries = packages.map(({ name, dependencies, line }) => ({
    name,
    from: `${lock.file}:${line}`,
    uses: dependencies.map((each) => each.split(" ")[0] as string),
  }));
  return [
    ...systemPackages("rust", libraries),
    ...extra(lock, packages, "certificates", TRUSTING),
    ...extra(lock, packages, "timezones", ZONES),
  ];
}

function extra({ file }: CargoLock, packages: LockedPackage[], name: string, crates: string[]): Fact[] {
  const found = packages.find((each) => crates.includes(each.name));
  return found ? [{ field: "extras", value: [name], from: `${file}:${found.line} (${found.name})` }] : [];
}
