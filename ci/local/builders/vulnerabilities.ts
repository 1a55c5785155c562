import { byNumbers } from "../../../src/manifests/version-order.ts";

/** A way out of builds that a version of a builder has. */
interface Hole {
  cve: string;
  /** First versions without it: of each older series that was mended, and then of all. */
  mended: string[];
}

/**
 * Holes by which a Dockerfile reaches the machine that builds it.
 *
 * Of buildah, which releases have the mending was read from its tags (internal/volumes/volumes.go, internal/open);
 * the advisories are GHSA-pmf3-c36m-g5cf (a bind mount whose source is a link), GHSA-fhqq-8f65-5xfc (bind-propagation),
 * GHSA-586p-749j-fhwp (ids and sources of cache mounts) and GHSA-5vpc-35f4-r8w6 (bind mounts in a race). Of Docker, its
 * release notes name the BuildKit that mends GHSA-4v98-7qmw-rqr8 and GHSA-m3r6-h7wv-7xxv (0.12.5). A distribution that
 * mends a hole without another version is told to have it.
 */
const HOLES: Record<string, Hole[]> = {
  buildah: [
    {
      cve: "CVE-2024-1753",
      mended: [
        ...["1.24.7", "1.26.7", "1.27.4", "1.29.3", "1.31.5", "1.32.3", "1.33.7", "1.34.2", "1.35.1"],
        "1.36.0",
      ],
    },
    { cve: "CVE-2024-9407", mended: ["1.29.5", "1.33.10", "1.35.5", "1.37.4", "1.38.0"] },
    {
      cve: "CVE-2024-9675",
      mended: ["1.26.8", "1.27.5", "1.29.4", "1.33.10", "1.35.5", "1.37.5", "1.38.0"],
    },
    {
      cve: "CVE-2024-11218",
      mended: ["1.26.9", "1.27.6", "1.29.5", "1.33.12", "1.35.5", "1.37.6", "1.38.1", "1.39.0"],
    },
  ],
  docker: [
    { cve: "CVE-2024-23652", mended: ["24.0.9", "25.0.2", "26.0.0"] },
    { cve: "CVE-2024-23653", mended: ["24.0.9", "25.0.2", "26.0.0"] },
  ],
};

/** The holes that a version has, `1.28.2` or `1.28.2+ds1`; all where it can't be read. */
export function knownVulnerabilities(builder: string, version: string): string[] {
  return (HOLES[builder] ?? []).filter(({ mended }) => !isMended(version, mended)).map(({ cve }) => cve);
}

function isMended(version: string, mended: string[]): boolean {
  const whole = threeNumbers(version);
  if (!whole) return false;
  const series = (each: string) => each.split(".").slice(0, 2).join(".");
  const own = mended.find((each) => series(each) === series(whole)) ?? mended.at(-1) ?? "";
  return byNumbers(whole, own) >= 0;
}

/** `1.28.0` of `buildah version 1.28`. */
function threeNumbers(version: string): string | undefined {
  const [, major, minor, patch = "0"] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  return major && `${major}.${minor}.${patch}`;
}
