import { describe, expect, it } from "vitest";
import { withRecipeVersion } from "../../../../src/detection/recipe/version.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import type { Fact } from "../../../../src/microservice.ts";

const KNOWN = ["18", "20", "22", "24"];

function told(dockerfile: string, facts: Fact[] = [], known = KNOWN, image = "node"): string[] {
  const tree = Snapshot.of({ Dockerfile: dockerfile });
  return withRecipeVersion(tree, facts, image, known).map(
    ({ field, value, from }) => `${field} ${value} (${from})`,
  );
}

describe("the version of the image that a Dockerfile starts from", () => {
  it.each<[string, string, string[]]>([
    ["is the service's", "FROM node:20.20.2-alpine@sha256:00\n", ["version 20 (Dockerfile:1)"]],
    [
      "of any registry",
      "FROM --platform=$BUILDPLATFORM a.example:5000/library/node:22\n",
      ["version 22 (Dockerfile:1)"],
    ],
    ["by an argument", "ARG V=20\nFROM node:$V-slim\n", ["version 20 (Dockerfile:2)"]],
    [
      "of the stage nearest to what runs",
      "FROM node:20 AS b\nFROM node:22\nFROM alpine:3\n",
      ["version 22 (Dockerfile:2)"],
    ],
    ["for which there is no base says nothing", "FROM node:14\n", []],
    ["of another image says nothing", "FROM my-node:20\nFROM python:20\n", []],
    ["without a number says nothing", "FROM node:lts\nFROM node\n", []],
  ])("%s", (_name, dockerfile, expected) => {
    expect(told(dockerfile)).toEqual(expected);
  });

  it("has as many numbers as bases have", () => {
    expect(told("FROM python:3.12.4-slim\n", [], ["3.11", "3.12"], "python")).toEqual([
      "version 3.12 (Dockerfile:1)",
    ]);
  });

  it("gives way to what manifests say", () => {
    const minimum = (value: string): Fact[] => [{ field: "minimumVersion", value, from: "package.json:3" }];
    expect(told("FROM node:20\n", minimum("22"))).toEqual(["minimumVersion 22 (package.json:3)"]);
    expect(told("FROM node:20\n", minimum("18"))).toEqual(["version 20 (Dockerfile:1)"]);
    expect(told("FROM node:20\n", [{ field: "version", value: "22", from: ".nvmrc:1" }])).toEqual([
      "version 22 (.nvmrc:1)",
    ]);
  });
});
