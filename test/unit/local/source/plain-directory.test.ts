import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { placeOf } from "../../../../ci/local/source/plain-directory.ts";
import { plainDigestAt, plainTextAt, textAt } from "../../../../ci/local/source/safe-read.ts";

/** A root with a/b/file, and a directory beside it that is none of its own. */
function tree(): { root: string; outside: string } {
  const [root, outside] = ["root", "outside"].map((name) =>
    realpathSync(mkdtempSync(join(tmpdir(), `multistage-${name}-`))),
  ) as [string, string];
  mkdirSync(join(root, "a/b"), { recursive: true });
  for (const path of ["file", "a/b/file", "a/b/run"]) writeFileSync(join(root, path), `inside ${path}`);
  writeFileSync(join(outside, "file"), "outside");
  return { root, outside };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it("files are opened below the directory that the kernel calls so", () => {
  const { root } = tree();
  expect(readFileSync(placeOf(root, "a/b/file") as string, "utf8")).toBe("inside a/b/file");
  expect(plainTextAt(root, "file")).toBe("inside file");
  expect(plainDigestAt(root, "a/b/run")).toMatchObject({ executable: false });
  expect(plainTextAt(root, "a/b/none")).toBeUndefined();
});

it("nothing is behind a link, and no link is read", () => {
  const { root, outside } = tree();
  symlinkSync("b", join(root, "a/link"));
  symlinkSync(outside, join(root, "a/away"));
  symlinkSync("file", join(root, "a/b/link"));
  for (const path of ["a/link/file", "a/away/file", "none/file"]) expect(placeOf(root, path)).toBeUndefined();
  expect(plainTextAt(root, "a/b/link")).toBeUndefined();
  expect(() => textAt(root, "a/away/file")).toThrow("was exchanged while it was read");
});

it("a directory that is exchanged for a link is still the one that was looked at, and refused from the next turn on", async () => {
  const { root, outside } = tree();
  expect(textAt(root, "a/b/file")).toBe("inside a/b/file");
  renameSync(join(root, "a/b"), join(root, "a/c"));
  symlinkSync(outside, join(root, "a/b"));
  expect(textAt(root, "a/b/run")).toBe("inside a/b/run");
  await nextTurn();
  expect(placeOf(root, "a/b/file")).toBeUndefined();
  expect(() => textAt(root, "a/b/file")).toThrow("was exchanged while it was read");
});
