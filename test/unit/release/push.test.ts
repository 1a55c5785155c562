import { expect, it } from "vitest";
import { bringUp, putTags } from "../../../src/release/push.ts";
import { imageOf, memoryRegistry } from "../publish/memory-registry.ts";

it("an immutable tag that another publish took meanwhile isn't moved, and no moving tag is", async () => {
  const { publisher, tags } = memoryRegistry();
  const stays = { immutable: ["testing-1.0.0"], moving: ["testing"] };
  const [theirs, ours] = [imageOf("api", "theirs", { tags: stays }), imageOf("api", "ours", { tags: stays })];
  for (const image of [theirs, ours]) await bringUp(publisher, image);
  await putTags(publisher, [theirs]);
  await expect(putTags(publisher, [ours])).rejects.toMatchObject({
    exitCode: 3,
    message: "registry.example/team/api:testing-1.0.0 is published already, with another digest",
    lines: [`there: ${theirs.digest}`, `ours:  ${ours.digest}`],
  });
  expect(new Set(tags.values())).toEqual(new Set([theirs.digest]));
});
