import { expect, it } from "vitest";
import type { Attempt } from "../../../src/start-check/attempt.ts";
import { missingIn, toldOf, unreachable } from "../../../src/start-check/loader-messages.ts";

const ended = (text: string, exitCode: number | undefined = 1): Attempt => ({
  exitCode,
  milliseconds: 412,
  listens: false,
  lines: text.split("\n"),
});

it.each([
  ["exec /app/run: exec format error", "its program is for another machine, or a script without #!"],
  [
    "/api: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file",
    "the image lacks the library libpq.so.5",
  ],
  [
    "Error loading shared library libz.so.1: No such file or directory (needed by /api)",
    "the image lacks the library libz.so.1",
  ],
  [
    "/api: /lib/libc.so.6: version `GLIBC_2.38' not found (required by /api)",
    "/api needs GLIBC_2.38, which the image's library lacks",
  ],
  [
    "node:internal/modules/cjs/loader:1146\n  throw err;\n\nError: Cannot find module 'express'\nRequire stack:",
    'there is no module "express" in the image',
  ],
  [
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pino' imported from /app/server.mjs",
    'there is no module "pino" in the image',
  ],
  [
    'TypeError [ERR_UNKNOWN_FILE_EXTENSION]: Unknown file extension ".ts" for /app/server.ts',
    "Node doesn't run .ts files as they are",
  ],
  [
    "Error: Could not locate the bindings file. Tried:\n → /app/node_modules/better-sqlite3/build/better_sqlite3.node",
    "a package's compiled part isn't there",
  ],
  [
    'Error: @prisma/client did not initialize yet. Please run "prisma generate" and try to import it again.',
    "Prisma's client isn't there",
  ],
  [
    "Error: Could not find a production build in the '.next' directory. Try building your app",
    "there is no build of Next's in .next",
  ],
  ["ReferenceError: Bun is not defined", "it is written for Bun, which the image lacks"],
  ["Error [ERR_UNKNOWN_BUILTIN_MODULE]: No such built-in module: node:sqlite", "its Node has no node:sqlite"],
  [
    "SyntaxError [ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX]: TypeScript enum is not supported in strip-only mode",
    "Node doesn't run this TypeScript as it is: TypeScript enum is not supported in strip-only mode",
  ],
  [
    "Error [ERR_UNSUPPORTED_DIR_IMPORT]: Directory import '/app/dist/routes' is not supported",
    "/app/dist/routes is a directory, which an ES module can't import",
  ],
  [
    "SyntaxError: Cannot use import statement outside a module",
    "Node can't load it: Cannot use import statement outside a module",
  ],
  [
    "Traceback (most recent call last):\n  File \"/app/app.py\", line 1\nModuleNotFoundError: No module named 'flask'",
    'there is no module "flask" in the image',
  ],
  [
    "[CRITICAL/MainProcess] Unrecoverable error: ModuleNotFoundError(\"No module named 'packaging'\")",
    'there is no module "packaging" in the image',
  ],
  ["/usr/bin/python3: No module named web", 'there is no module "web" in the image'],
  [
    "ImportError: libGL.so.1: cannot open shared object file: No such file or directory",
    "the image lacks the library libGL.so.1",
  ],
  [
    'ERROR:    Error loading ASGI app. Could not import module "main".',
    'there is no module "main" in the image',
  ],
  ["Failed to find attribute 'app' in 'shop.wsgi'.", 'shop.wsgi has no "app"'],
  ["no main manifest attribute, in app.jar", "app.jar has no Main-Class in its manifest"],
  [
    "Error: Could not find or load main class a.B\nCaused by: java.lang.ClassNotFoundException: a.B",
    "there is no class a.B on its class path",
  ],
  [
    'Exception in thread "main" java.lang.NoClassDefFoundError: java/beans/Introspector',
    "there is no class java.beans.Introspector in the image",
  ],
  [
    "Error: LinkageError occurred while loading main class a.B\n\tjava.lang.UnsupportedClassVersionError: a/B has been compiled by a more recent version of the Java Runtime (class file version 65.0), this",
    "class a.B is compiled for Java 21",
  ],
  ["/app/run.sh: line 3: curl: not found", 'there is no program "curl" in the image'],
])("%s", (text, missing) => {
  expect(missingIn(ended(text))?.missing).toBe(missing);
});

it.each([
  "Error: connect ECONNREFUSED 127.0.0.1:5432",
  "psycopg2.OperationalError: could not translate host name",
  "KeyError: 'DATABASE_URL'",
  "Error: Could not connect to the database",
  "org.springframework.beans.factory.BeanCreationException: Failed to configure a DataSource",
  "EROFS: read-only file system, mkdir '/app/uploads'",
])("%s is no fault of the image", (text) => {
  expect(missingIn(ended(text))).toBeUndefined();
});

it("what runs is fine, whatever it said", () => {
  expect(
    missingIn({ ...ended("Error: Cannot find module 'optional'"), exitCode: undefined }),
  ).toBeUndefined();
});

it("tells how it went", () => {
  expect(toldOf(ended("a\nno database\n"))).toBe("it ended with 1 after 0.4 s: no database");
  expect(toldOf({ ...ended(""), exitCode: undefined, listens: true })).toBe("it listens after 0.4 s");
  expect(toldOf({ ...ended(""), exitCode: undefined })).toBe("it runs after 0.4 s");
});

it("tells of what only its own container reaches", () => {
  const running = { ...ended(""), exitCode: undefined, listens: true };
  expect(unreachable({ ...running, loopback: 3000 })).toEqual([
    "it listens on 127.0.0.1:3000 alone, which nobody outside the container reaches: listen on 0.0.0.0",
  ]);
  expect(unreachable(running)).toEqual([]);
  expect(unreachable({ ...ended("Error: no database"), loopback: 3000 })).toEqual([]);
});

it("an import without an ending is told as what it is", () => {
  const text =
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/app/dist/greeting' imported from /app/dist/a.js";
  expect(missingIn(ended(text))?.mend).toContain("by their whole names");
});

it.each([
  "A shop.\n\nUsage:\n  shop [command]\n\nAvailable Commands:\n  serve",
  "usage: java -jar shop.jar [-h] {server,check}",
  "Usage of /api:\n  -config string",
])("a program that only says how it is used is told nothing to do", (text) => {
  expect(missingIn(ended(text, 0))?.mend).toContain("`command:");
  expect(missingIn(ended("memory usage: 12 MB", 0))).toBeUndefined();
});
