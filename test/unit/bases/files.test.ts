import { describe, expect, test } from "vitest";
import { registryAddress } from "../../../src/bases/addresses.ts";
import { basesFaults, readBases, readLock } from "../../../src/bases/files.ts";
import { Snapshot } from "../../../src/files/snapshot.ts";
import { faultText } from "../../../src/yaml/fault.ts";

const DIGEST = `sha256:${"0123456789abcdef".repeat(4)}`;

test("versions are as they are written, and a lock pins addresses", () => {
  const bases = readBases(
    "golang: { image: 'golang:{version}', version: 1.20 }\nstatic: { image: x/static }\n",
  );
  const address = registryAddress(bases, readLock(`# by pin\n"golang:1.20": ${DIGEST}\n`));
  expect([address("golang"), address("golang", "1.26"), address("static")]).toEqual([
    `golang:1.20@${DIGEST}`,
    "golang:1.26",
    "x/static",
  ]);
  expect(readLock(undefined)).toEqual({});
});

describe("what is wrong with them is told with its place", () => {
  const conflict = `<<<<<<< HEAD\n"a:1": ${DIGEST}\n=======\n"a:1": ${DIGEST}\n>>>>>>> other\n`;
  const table: [name: string, file: string, text: string, ...faults: string[]][] = [
    [
      "an empty file",
      "bases.yaml",
      "# nothing\n",
      "1:1: names no base: write them, or remove the file: multistage has its own",
    ],
    [
      "an address alone",
      "bases.yaml",
      "# own\ngolang: golang:1.26\n",
      '2:9: golang must be fields, not "golang:1.26": say { image: "golang:1.26" }',
    ],
    [
      "no image",
      "bases.yaml",
      "node: { version: 24 }\n",
      "1:7: node has no image: say image: ADDRESS:{version}",
    ],
    [
      "an unknown field",
      "bases.yaml",
      "node: { imag: x }\n",
      '1:9: unknown field "imag" in node: did you mean "image"?',
    ],
    ["no map", "bases.yaml", "- golang\n", "1:1: the file must be names and values, not a list"],
    [
      "a merge that wasn't finished",
      "bases.lock",
      conflict,
      "1:1: a merge left its marks here: keep one of both sides, and remove the marks",
    ],
    [
      "no digest",
      "bases.lock",
      '"a:1": latest\n',
      '1:8: a:1 must be a digest, sha256: and 64 digits, not "latest"',
    ],
  ];
  test.each(table)("%s", (_name, file, text, ...expected) => {
    const faults = basesFaults(Snapshot.of({ [file]: text })).map(faultText);
    expect(faults).toEqual(expected.map((fault) => `${file}:${fault}`));
    const read = file === "bases.yaml" ? readBases : readLock;
    expect(() => read(text)).toThrow(faults.join("\n"));
  });
});
