import { expect, it } from "vitest";
import { lostFiles } from "../../../../src/detection/recipe/lost-files.ts";
import { recipeOf } from "../../../../src/detection/recipe/recipe.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { faultText } from "../../../../src/yaml/fault.ts";

/** What of a Dockerfile's other stages a service of a language goes without. */
function lost(language: string, lines: string[], files: string[] = []): string[] {
  const all = Object.fromEntries(files.map((file) => [file, ""]));
  const tree = Snapshot.of({ ...all, Dockerfile: lines.join("\n") });
  const recipe = recipeOf(tree);
  return recipe ? lostFiles(tree, recipe, language).map(faultText) : [];
}

const FRONT_END = [
  "FROM docker.io/library/node:22-alpine AS front",
  "WORKDIR /web",
  "COPY web .",
  "RUN npm run build",
];
const PYTHON = ["FROM python:3.12-slim", "COPY . ."];

it("a front end that a stage of another language makes is told, with what mends it", () => {
  expect(
    lost("python", [...FRONT_END, ...PYTHON, "COPY --from=front /web/dist ./static"], ["web/a.ts"]),
  ).toEqual([
    "Dockerfile:7: is not in the image: /web/dist of stage front, which is not built: commit what that stage makes, " +
      "make it a service of its own, or say `language: dockerfile` in service.yaml to build it as it is",
  ]);
});

it("so is one that the program is compiled with, by a stage's number, once", () => {
  const build = ["FROM golang:1.26 AS build", "COPY --from=0 /web/dist ./dist", "RUN go build -o /a"];
  const image = [
    "FROM build AS checked",
    "FROM scratch",
    "COPY --from=build /a /a",
    "COPY --from=checked /b /b",
  ];
  const told = lost("go", [...FRONT_END, ...build, ...image]);
  expect(told.map((text) => text.split(", which")[0])).toEqual([
    "Dockerfile:6: is not in the image: /web/dist of stage 0",
  ]);
});

it.each<[string, string, string[], string[]]>([
  ["the program itself", "go", ["FROM golang:1.26 AS build", "FROM scratch", "COPY --from=build /a /a"], []],
  ["a site of its own", "static", [...FRONT_END, "FROM nginx", "COPY --from=front /web/dist /www"], []],
  [
    "an environment of packages",
    "python",
    ["FROM python:3.12 AS b", "FROM python:3.12", "COPY --from=b /v /v"],
    [],
  ],
  [
    "what is committed",
    "python",
    [...FRONT_END, ...PYTHON, "COPY --from=front /web/dist /s"],
    ["web/dist/a.js"],
  ],
  ["a stage that the image has nothing of", "python", [...FRONT_END, ...PYTHON], []],
  ["an image's", "python", [...PYTHON, "COPY --from=ghcr.io/astral-sh/uv /uv /bin/"], []],
])("%s is not lost", (_, language, lines, files) => {
  expect(lost(language, lines, files)).toEqual([]);
});
