import { describe, expect, it } from "vitest";
import { masker } from "../../../../ci/local/builders/masking.ts";
import { runLines } from "../../../../ci/local/process/run.ts";

const SECRET = 'pa"ss/w&rd é+<x> 7f3a';
const mask = masker([Buffer.from(SECRET)]);
const bytes = Buffer.from(SECRET);
const base64 = (before: string, after = "") => Buffer.from(before + SECRET + after).toString("base64");

/** Parts of a secret by which it would be found. */
const SHOWN = /pa.{0,6}ss|w.{0,6}rd|7f3a/i;

describe("masker", () => {
  it.each([
    ["as it is", `x ${SECRET} y`],
    ["in upper case", SECRET.toUpperCase()],
    ["in lower case", SECRET.toLowerCase()],
    ["as JSON", JSON.stringify({ token: SECRET })],
    ["as JSON in JSON", JSON.stringify(JSON.stringify({ token: SECRET }))],
    ["as Go's JSON", JSON.stringify(SECRET).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`)],
    ["as Python's JSON", JSON.stringify(SECRET).replace("é", "\\u00e9")],
    ["in an address", `https://user:${encodeURIComponent(SECRET)}@x.example`],
    ["in a form", new URLSearchParams({ token: SECRET }).toString()],
    ["in an address, small digits", encodeURIComponent(SECRET).toLowerCase()],
    [
      "as HTML",
      SECRET.replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;"),
    ],
  ])("hides a secret %s", (_, line) => {
    const masked = mask(line);
    expect(masked).toContain("***");
    expect(masked).not.toMatch(SHOWN);
  });

  it.each([
    ["", ""],
    ["a", "b"],
    ["ab", ""],
    ["user:", "\n"],
    ["12345", "678"],
  ])("hides base64 of it after %j and before %j, also url-safe", (before, after) => {
    for (const text of [base64(before, after), Buffer.from(before + SECRET + after).toString("base64url")]) {
      const rest = mask(`Authorization: Basic ${text}`).split("***");
      expect(rest).toHaveLength(2);
      const shown = Buffer.from(rest.join("").replace(/^Authorization: Basic /, ""), "base64").toString(
        "latin1",
      );
      expect(shown).not.toMatch(/ss|w&|rd|7f/);
    }
  });

  it("hides hexadecimal digits, in either case", () => {
    const hex = bytes.toString("hex");
    expect(mask(`x${hex}y ${hex.toUpperCase()}`)).toBe("x***y ***");
  });

  it("hides what a tool broke into lines", () => {
    const key = Array.from({ length: 12 }, (_, at) => `line ${at} of a long secret`).join("\n");
    const long = masker([Buffer.from(key)]);
    for (const width of [16, 60, 64, 76]) {
      const lines =
        Buffer.from(key)
          .toString("base64")
          .match(new RegExp(`.{1,${width}}`, "g")) ?? [];
      const shown = lines.map(long).filter((line) => line !== "***");
      expect(shown.join("").replaceAll("***", "").length, String(width)).toBeLessThan(8);
    }
  });

  it("hides every line of every value, the longest first, and bytes that are no text", () => {
    const binary = Buffer.from("00ff80fe0102030405060708", "hex");
    const both = masker([Buffer.from("first line\nsecond line\n"), Buffer.from("first!"), binary]);
    expect(both("x first line y first! z second line")).toBe("x *** y *** z ***");
    expect(both(`b ${binary.toString("base64")} ${binary.toString("hex")}`)).toBe("b *** ***");
  });

  it("leaves all else as it is", () => {
    const line = "STEP 3/7: RUN --mount=type=secret,id=token npm ci … 7f3 w&r sha256:0123456789abcdef";
    expect(mask(line)).toBe(line);
    expect(masker([])(line)).toBe(line);
  });

  it("hides a secret that comes in pieces", async () => {
    const lines: string[] = [];
    const script = "printf 'begin canary-7f'; sleep 0.2; printf '3a91; end\\n'; printf 'canary-7f3a91'";
    const hide = masker([Buffer.from("canary-7f3a91")]);
    await runLines(["sh", "-c", script], { onLine: (line) => lines.push(hide(line)) });
    expect(lines).toEqual(["begin ***; end", "***"]);
  });

  it("looks through a megabyte in a second", () => {
    const text = bytes.toString("base64").slice(0, 11).repeat(100_000);
    const began = process.cpuUsage();
    mask(text);
    expect(process.cpuUsage(began).user).toBeLessThan(1e6);
  });
});
