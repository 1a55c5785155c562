import { describe, expect, test } from "vitest";
import { descendants, element, elements, parseXml } from "../../../src/manifests/xml.ts";

test("elements, texts and lines", () => {
  const text = [
    '<?xml version="1.0"?>',
    "<!-- <a> -->",
    '<project xmlns="x">',
    " <a><b>one</b>",
    "  <c/><b>t<![CDATA[<w>]]>o</b></a>",
    " <d x='1' />",
    " <a><b>three</b></a>",
    "</project>",
  ].join("\n");
  const project = element(parseXml(text), "project");
  expect(project?.children.map(({ name, line }) => [name, line])).toEqual([
    ["a", 4],
    ["d", 6],
    ["a", 7],
  ]);
  expect(elements(project, "a", "b").map((b) => b.text)).toEqual(["one", "t<w>o"]);
  expect(descendants(project, "b").map((b) => b.text)).toEqual(["one", "t<w>o", "three"]);
});

test("what is nested too deeply is refused where it is so", () => {
  const { children, fault } = parseXml(`<project>\n${"<a>".repeat(20_000)}`);
  expect(children).toEqual([]);
  expect(fault).toEqual({ line: 2, column: 298, message: "nested too deeply" });
  expect(parseXml("<a>".repeat(100) + "</a>".repeat(100)).fault).toBeUndefined();
});

describe("a hostile text is read once, whatever it repeats", { timeout: 5000 }, () => {
  const parts = [
    "<!--",
    "<![CDATA[",
    "<?",
    "<!",
    "<",
    "<a",
    "<a ",
    "</a",
    "</a>",
    "<a/>",
    "<a></b>",
    " ",
    ">",
  ];
  test.each(parts)("%j", (part) => {
    const text = `<p>${part.repeat(250_000 / part.length)}`;
    expect(parseXml(text).line).toBe(1);
  });
});
