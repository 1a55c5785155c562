import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { contentsDigest } from "../../../../ci/local/source/contents.ts";
import { readSource } from "../../../../ci/local/source/source.ts";
import type { Microservice } from "../../../../src/microservice.ts";

const SERVICE = { path: "services/api", inputs: ["libs/money"] } as Partial<Microservice> as Microservice;
const READ = [SERVICE.path, ...SERVICE.inputs];

/** Numbers that are the same in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const FILES = [
  "services/api/a",
  "services/api/b/c",
  "services/api/b/d",
  "libs/money/e",
  "common/f",
  "common/g/h",
];
const TARGETS = [
  "a",
  "b",
  "../b/c",
  "../../common",
  "../../common/f",
  "../../common/g",
  "../../libs/money/e",
  "link",
  ".",
  "none",
];

/** One random change of a tree. */
function change(root: string, below: (count: number) => number): void {
  const path = join(root, FILES[below(FILES.length)] as string);
  const link = join(dirname(path), "link");
  const there = fs.lstatSync(path, { throwIfNoEntry: false });
  fs.mkdirSync(dirname(path), { recursive: true });
  switch (below(6)) {
    case 0:
      if (there) fs.rmSync(path);
      break;
    case 1:
      if (there) fs.chmodSync(path, (there.mode & 0o100) === 0 ? 0o755 : 0o644);
      break;
    case 2:
      if (there) fs.renameSync(path, `${path}${below(2)}`);
      break;
    case 3:
      fs.rmSync(link, { force: true });
      fs.symlinkSync(TARGETS[below(TARGETS.length)] as string, link);
      break;
    default:
      fs.writeFileSync(path, String(below(3)), { mode: 0o644 });
  }
}

/** What a build step can see below a directory: modes and contents, also by links that stay in the tree. */
function seen(root: string, path: string, way: string[] = []): string[] {
  const place = join(root, path);
  const stat = fs.lstatSync(place, { throwIfNoEntry: false });
  if (!stat) return [];
  if (stat.isDirectory()) {
    const names = fs.readdirSync(place).sort();
    return names.flatMap((name) => seen(root, `${path}/${name}`, way));
  }
  if (stat.isFile()) return [`${path} ${stat.mode & 0o100} ${fs.readFileSync(place, "utf8")}`];
  const said = `${path} -> ${fs.readlinkSync(place)}`;
  const real = fs.existsSync(place) ? fs.realpathSync(place) : root;
  if (!real.startsWith(`${root}/`) || way.includes(real)) return [said];
  return [said, ...seen(root, real.slice(root.length + 1), [...way, real])];
}

it("have equal digests where a build step sees the same, and others where it doesn't: 500 changes of trees", async () => {
  const bySeen = new Map<string, string>();
  const byDigest = new Map<string, string>();
  for (let seed = 1; seed <= 20; seed += 1) {
    const below = random(seed);
    const root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "multistage-contents-")));
    for (const path of ["services/api", "libs/money", "common"])
      fs.mkdirSync(join(root, path), { recursive: true });
    for (let step = 0; step < 25; step += 1) {
      change(root, below);
      const sight = [...new Set(READ.flatMap((path) => seen(root, path)))].sort().join("\n");
      const key = createHash("sha256").update(sight).digest("hex");
      const digest = contentsDigest(await readSource(root), SERVICE);
      expect(
        byDigest.get(digest) ?? key,
        `two trees have one digest: seed ${seed}, step ${step}\n${sight}`,
      ).toBe(key);
      expect(
        bySeen.get(key) ?? digest,
        `one tree has two digests: seed ${seed}, step ${step}\n${sight}`,
      ).toBe(digest);
      bySeen.set(key, digest);
      byDigest.set(digest, key);
    }
    fs.rmSync(root, { recursive: true });
  }
  expect(bySeen.size).toBeGreaterThan(200);
}, 60_000);
