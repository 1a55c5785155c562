import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { lookAtModules } from "../../../src/start-check/native-modules.ts";
import { imageOf, startOf } from "./image.ts";

/** A program of this machine stands for a compiled module: it needs libstdc++ and symbols of a C library. */
const MODULE = { machine: process.execPath };
const LIB = "/app/lib/lxml/etree.cpython-311-x86_64-linux-gnu.so";
const start = startOf(["python3", "app.py"]);
const NEEDED = ["libdl.so.2", "libstdc++.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "libc.so.6"];
const system = Object.fromEntries(
  [...NEEDED, "ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libatomic.so.1"].map((name) => [
    `/usr/lib/${name}`,
    "",
  ]),
);

it("says nothing where all that modules need lies somewhere in the image", async () => {
  expect(await lookAtModules(imageOf({ ...system, [LIB]: MODULE }), start)).toEqual([]);
});

it("names the library that is missing, who needs it, and the package that has it", async () => {
  const { "/usr/lib/libm.so.6": _absent, ...others } = system;
  const files = imageOf({ ...others, [LIB]: MODULE, "/app/node_modules/a/build/b.node": MODULE });
  expect(await lookAtModules(files, start)).toEqual([
    `${LIB} and 1 more need libm.so.6, which the image lacks: where it is used, say \`packages: { runtime: [libm6] }\``,
  ]);
});

it("leaves out what is built for other systems, an interpreter's own, and plain programs", async () => {
  const files = imageOf({
    "/app/node_modules/@img/sharp-linuxmusl-x64/lib/sharp.node": MODULE,
    "/app/bin/program": MODULE,
    "/usr/lib/python3.11/lib-dynload/_uuid.cpython-311-x86_64-linux-gnu.so": MODULE,
    "/app/node_modules/a/prebuilds/android-arm64/b.node": MODULE,
  });
  expect(await lookAtModules(files, start)).toEqual([]);
  const other = imageOf({ [LIB]: MODULE });
  expect(await lookAtModules(other, { ...start, architecture: "s390x" })).toEqual([]);
});

it("tells a library that is there and too old for a module", async () => {
  const files = imageOf({ ...system, "/usr/lib/libc.so.6": { machine: libstdc() }, [LIB]: MODULE });
  expect((await lookAtModules(files, start)).join()).toContain("which the image's libc.so.6 lacks");
});

/** Any library that defines versions of its own, and none of the C library's. */
function libstdc(): string {
  const all = ["x86_64", "aarch64"].map((machine) => `/usr/lib/${machine}-linux-gnu/libgcc_s.so.1`);
  return all.find((path) => existsSync(path)) ?? (all[0] as string);
}
