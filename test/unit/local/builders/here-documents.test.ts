import { expect, test } from "vitest";
import { readsHereDocuments, refuseHereDocuments } from "../../../../ci/local/builders/here-documents.ts";

test.each([
  ["buildah version 1.28.2 (image-spec 1.1.0-rc2)", false],
  ["buildah version 1.33.0 (image-spec 1.1.0)", true],
  ["buildah version 2.0.1", true],
])("%s reads here-documents: %j", (version, expected) => expect(readsHereDocuments(version)).toBe(expected));

const stage = (command: string) => [
  { name: "one", base: "x", instructions: [], text: `FROM x AS one\n${command}` },
];

test("a Dockerfile without them is never refused", () => {
  expect(() => refuseHereDocuments(stage("RUN echo '<<EOF'"), "buildah version 1.28.2")).not.toThrow();
});

test("one with them is, where they would be built as something else", () => {
  const refused = () => refuseHereDocuments(stage("COPY <<A /\nFROM x\nA"), "buildah version 1.28.2");
  expect(refused).toThrow("can't read the here-document");
});
