import { expect, test } from "vitest";
import { knownVulnerabilities } from "../../../../ci/local/builders/vulnerabilities.ts";

test.each([
  ["buildah", "1.28.2+ds1", ["CVE-2024-1753", "CVE-2024-9407", "CVE-2024-9675", "CVE-2024-11218"]],
  [
    "buildah",
    "buildah version 1.33.7 (image-spec 1.1.0)",
    ["CVE-2024-9407", "CVE-2024-9675", "CVE-2024-11218"],
  ],
  ["buildah", "1.33.10", ["CVE-2024-11218"]],
  ["buildah", "1.35.4", ["CVE-2024-9407", "CVE-2024-9675", "CVE-2024-11218"]],
  ["buildah", "1.37.4", ["CVE-2024-9675", "CVE-2024-11218"]],
  ["buildah", "1.38.0", ["CVE-2024-11218"]],
  ["buildah", "1.38.1", []],
  ["buildah", "1.40", []],
  ["buildah", "2.0.0", []],
  ["buildah", "none", ["CVE-2024-1753", "CVE-2024-9407", "CVE-2024-9675", "CVE-2024-11218"]],
  ["docker", "20.10.24+dfsg1", ["CVE-2024-23652", "CVE-2024-23653"]],
  ["docker", "24.0.9", []],
  ["docker", "25.0.1", ["CVE-2024-23652", "CVE-2024-23653"]],
  ["docker", "28.0.0", []],
  ["dagger", "0.1", []],
])("%s %s has %j", (builder, version, holes) =>
  expect(knownVulnerabilities(builder, version)).toEqual(holes));
