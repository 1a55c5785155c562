import { expect, test } from "vitest";
import { readsHereDocuments, refuseHereDocuments } from "../../../../ci/local/builders/here-documents.ts";

test.each([
  ["buildah version 1.28.2 (image-spec 1.1.0-rc2)", false],
  ["buildah version 1.33.0 (image-spec 1.1.0)", true],
  ["buildah version 2.0.1", true],
])("%s reads here-documents: %j", (version, expected) => expect(readsHereDocuments(version)).toBe(expected));

test("a Dockerfile without them is never refused", async () => {
  const stage = { name: "one", base: "x", instructions: [], text: "FROM x AS one\nRUN echo '<<EOF'" };
  await expect(refuseHereDocuments([stage])).resolves.toBeUndefined();
});
