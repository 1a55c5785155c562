import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checkStartFiles } from "../../../src/start-check/check-files.ts";
import { holdsPrograms } from "../../../src/start-check/image-files.ts";
import type { Start } from "../../../src/start-check/start.ts";
import { imageOf, type Laid, startOf } from "./image.ts";

const SCRIPT = "#!/bin/run\n";
const NODE = { "/bin/node": "#!/bin/run\n", "/bin/run": { machine: "/proc/self/exe" } };

async function missing(laid: Record<string, Laid>, command: string[], more: Partial<Start> = {}) {
  const { finding } = await checkStartFiles(imageOf(laid), startOf(command, more));
  return finding?.missing;
}

/** Programs that need nothing: a script whose interpreter is a static program of our own making. */
const STATIC = elf();
const run = { "/bin/run": { text: STATIC, mode: 0o755 } };
const python = { ...run, "/usr/bin/python3": SCRIPT, "/usr/lib/python3.11/os.py": "" };
const node = { ...run, "/bin/node": SCRIPT };
const java = { ...run, "/opt/java/bin/java": SCRIPT, "/opt/java/release": 'JAVA_VERSION="17.0.9"\n' };
const JAVA = "/opt/java/bin/java";

/** The head of a program for this machine without segments. */
function elf(machine = process.arch === "arm64" ? 183 : 62): string {
  const bytes = Buffer.alloc(64);
  bytes.write("\x7fELF", "latin1");
  bytes.set([2, 1, 1], 4);
  bytes.writeUInt16LE(machine, 18);
  bytes.writeUInt16LE(56, 54);
  return bytes.toString("latin1").replace(/[\x80-\xff]/g, "");
}

describe("what a start needs", () => {
  const cases: [string, Record<string, Laid>, string[], string | undefined, Partial<Start>?][] = [
    ["a program that isn't there", {}, ["/app/server"], "there is no /app/server in the image"],
    ["one that is on no path", run, ["npm", "start"], 'there is no program "npm" in the image'],
    ["one on the image's path", { "/x/a": SCRIPT, ...run }, ["a"], undefined, { variables: { PATH: "/x" } }],
    ["one from its directory", { "/app/a": SCRIPT, ...run }, ["./a"], undefined],
    ["an absolute link", { "/app/a": { link: "/x/b" }, "/x/b": SCRIPT, ...run }, ["/app/a"], undefined],
    [
      "a link that leads nowhere",
      { "/app/a": { link: "../b" } },
      ["/app/a"],
      "there is no /app/a in the image",
    ],
    [
      "links in a circle",
      { "/a": { link: "b" }, "/b": { link: "a" } },
      ["/a"],
      "there is no /a in the image",
    ],
    ["a directory", { "/app/a/b": "" }, ["/app/a"], "/app/a is a directory, no program"],
    [
      "one that may not run",
      { "/a": { text: SCRIPT, mode: 0o644 } },
      ["/a"],
      "/a is not executable by user 65532",
    ],
    [
      "one of root's alone",
      { "/a": { text: SCRIPT, mode: 0o700 } },
      ["/a"],
      "/a is not executable by user 65532",
    ],
    ["root's, by root", { "/a": { text: SCRIPT, mode: 0o700 }, ...run }, ["/a"], undefined, { user: "" }],
    [
      "a closed directory",
      { "/r": { mode: 0o700 }, "/r/a": SCRIPT },
      ["/r/a"],
      "user 65532 may not enter /r",
    ],
    [
      "a text without #!",
      { "/a": { text: "echo hi", mode: 0o755 } },
      ["/a"],
      "/a is neither a program for Linux nor a script that begins with #!",
    ],
    [
      "a script without its shell",
      { "/a": "#!/bin/sh\n" },
      ["/a"],
      "/a is run by /bin/sh, which the image lacks",
    ],
    [
      "a script with CR LF",
      { "/a": "#!/bin/run\r\n", ...run },
      ["/a"],
      "the first line of /a ends with CR LF, so that its interpreter is not found",
    ],
    [
      "env's program",
      { "/a": "#!/bin/env deno\n", "/bin/env": SCRIPT, ...run },
      ["/a"],
      '/a is run by "deno", which the image lacks',
    ],
    [
      "another machine's program",
      { "/a": { text: elf(40), mode: 0o755 } },
      ["/a"],
      `/a is for arm, and the image for ${startOf([]).architecture}`,
    ],
    ["a user of no name there", run, ["/bin/run"], 'the image knows no user "app"', { user: "app" }],
    [
      "a user of its passwd",
      { ...run, "/etc/passwd": "app:x:7:7::/:/\n" },
      ["/bin/run"],
      undefined,
      { user: "app" },
    ],
    [
      "what an init starts",
      { ...run, "/bin/tini": SCRIPT },
      ["tini", "--", "/x"],
      "there is no /x in the image",
    ],

    ["node's file", node, ["node", "server.js"], "there is no /app/server.js in the image"],
    ["node's file without its end", { ...node, "/app/server.js": "" }, ["node", "server"], undefined],
    ["node's directory", { ...node, "/app/dist/index.js": "" }, ["node", "dist"], undefined],
    [
      "a package's main",
      { ...node, "/app/package.json": '{"main": "lib/a"}', "/app/lib/a.js": "" },
      ["node", "."],
      undefined,
    ],
    ["node alone", node, ["node"], "`node` is started without a file"],
    [
      "node's options",
      { ...node, "/app/a.mjs": "" },
      ["node", "--max-old-space-size=9", "-r", "module", "a.mjs"],
      undefined,
    ],
    [
      "a preloaded module",
      { ...node, "/app/a.js": "" },
      ["node", "-r", "ts-node/register", "a.js"],
      'there is no module "ts-node/register" in the image, which -r loads first',
    ],
    [
      "one of NODE_OPTIONS",
      { ...node, "/app/a.js": "", "/node_modules/x/index.js": "" },
      ["node", "a.js"],
      undefined,
      { variables: { NODE_OPTIONS: "--import x" } },
    ],
    ["code", node, ["node", "-e", "1"], undefined],

    ["python's file", python, ["python3", "-u", "app.py"], "there is no /app/app.py in the image"],
    ["a module", python, ["python3", "-m", "web"], 'there is no module "web" in the image'],
    [
      "a module of its dependencies",
      { ...python, "/lib/x/web/__main__.pyc": "" },
      ["python3", "-m", "web"],
      undefined,
      { variables: { PYTHONPATH: "/lib/x" } },
    ],
    [
      "a package that can't run",
      { ...python, "/app/web/__init__.py": "" },
      ["python3", "-m", "web"],
      "the package web has no __main__.py: `python -m` can't run it",
    ],
    [
      "a server's application",
      { ...python, "/app/gunicorn/__main__.py": "" },
      ["python3", "-m", "gunicorn", "-b", "0.0.0.0:80", "shop.wsgi:app"],
      'there is no module "shop.wsgi" in the image, which gunicorn is told to load',
    ],
    [
      "one that is there",
      { ...python, "/app/shop/wsgi.py": "", "/bin/gunicorn": "#!/usr/bin/python3\n" },
      ["gunicorn", "--preload", "shop.wsgi:app"],
      undefined,
    ],
    [
      "one elsewhere",
      { ...python, "/app/src/shop.py": "", "/bin/gunicorn": "#!/usr/bin/python3\n" },
      ["gunicorn", "--chdir", "src", "shop:app"],
      undefined,
    ],
    [
      "a hook that finds modules",
      { ...python, "/usr/lib/python3.11/site-packages/__editable__.x.pth": "import x\n" },
      ["python3", "-m", "web"],
      undefined,
    ],
    [
      "an interpreter with all in an archive",
      { ...run, "/bin/python3": SCRIPT },
      ["python3", "-m", "web"],
      undefined,
    ],

    ["a jar", java, [JAVA, "-jar", "app.jar"], "there is no /app/app.jar in the image"],
    [
      "a jar without a class to start",
      { ...java, "/app/a.jar": jar({ "META-INF/MANIFEST.MF": "A: b\n" }) },
      [JAVA, "-jar", "a.jar"],
      "/app/a.jar has no Main-Class in its manifest",
    ],
    [
      "a jar with it",
      { ...java, "/app/a.jar": jar({ "META-INF/MANIFEST.MF": "Main-Class: a.B\n", "a/B.class": klass(61) }) },
      [JAVA, "-Xmx9m", "-jar", "a.jar"],
      undefined,
    ],
    [
      "a class too new",
      { ...java, "/app/a.jar": jar({ "META-INF/MANIFEST.MF": "Main-Class: a.B\n", "a/B.class": klass(65) }) },
      [JAVA, "-jar", "a.jar"],
      "class a.B is compiled for Java 21, and the image has Java 17",
    ],
    [
      "a class in a jar beside",
      {
        ...java,
        "/app/a.jar": jar({ "META-INF/MANIFEST.MF": "Main-Class: a.B\r\nClass-Path: lib/b\r\n .jar\r\n" }),
        "/app/lib/b.jar": jar({ "a/B.class": klass(61) }),
      },
      [JAVA, "-jar", "a.jar"],
      undefined,
    ],
    [
      "a class in no jar",
      { ...java, "/app/lib/b.jar": jar({ "a/B.class": klass(61) }) },
      [JAVA, "-cp", "lib/*", "a.C"],
      "there is no class a.C in /app/lib/b.jar",
    ],
    [
      "an agent",
      java,
      [JAVA, "-javaagent:/opt/agent.jar=x", "-jar", "a.jar"],
      "there is no /opt/agent.jar in the image, an agent",
    ],
  ];
  it.each(cases)("%s", async (_name, laid, command, expected, more) => {
    expect(await missing(laid, command, more)).toBe(expected);
  });

  it("a program of this machine, with its libraries", async () => {
    expect(await missing(NODE, ["node", "-e", "1"])).toMatch(/^\/bin\/run needs .*, which the image lacks$/);
  });

  it("words that only a shell reads are told", async () => {
    const looked = await checkStartFiles(
      imageOf({ ...node, "/app/a.js": "" }),
      startOf(["node", "a.js", "$PORT"]),
    );
    expect(looked.warnings).toEqual([expect.stringContaining("has the word $PORT")]);
  });
});

function klass(major: number): string {
  return `\x4a\x4a\x4a\x4a\0\0\0${String.fromCharCode(major)}`;
}

/** A zip archive of texts, packed. */
function jar(entries: Record<string, string>): Uint8Array {
  const [parts, listed]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(entries)) {
    const packed = name.endsWith(".class") ? Buffer.from(text) : deflateRawSync(text);
    const [head, central] = [Buffer.alloc(30), Buffer.alloc(46)];
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(name.endsWith(".class") ? 0 : 8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(at, 42);
    parts.push(head, Buffer.from(name), packed);
    listed.push(central, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt32LE(Buffer.concat(listed).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...listed, end]);
}

it("an image holds programs where anything in it may run", () => {
  expect(holdsPrograms(imageOf({ "/etc/a": "a", "/b/c": { link: "/etc/a" } }))).toBe(false);
  expect(holdsPrograms(imageOf({ "/etc/a": "a", "/b/c/d": SCRIPT }))).toBe(true);
});
