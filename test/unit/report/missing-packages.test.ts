import { expect, it } from "vitest";
import { missingPackages } from "../../../src/report/missing-packages.ts";

it.each([
  [
    "src/psycopg/psycopg.h:35:10: fatal error: libpq-fe.h: No such file or directory",
    "packages: { build: [libpq-dev], runtime: [libpq5] }",
  ],
  ["Error: pg_config executable not found.", "packages: { build: [libpq-dev], runtime: [libpq5] }"],
  [
    "/bin/sh: 1: mysql_config: not found",
    "packages: { build: [default-libmysqlclient-dev], runtime: [libmariadb3] }",
  ],
  [
    "/usr/bin/ld: cannot find -lxml2: No such file or directory",
    "packages: { build: [libxml2-dev], runtime: [libxml2] }",
  ],
  ["No package 'cairo' found", "packages: { build: [libcairo2-dev], runtime: [libcairo2] }"],
  [
    "Package 'openssl', required by 'virtual:world', not found",
    "packages: { build: [libssl-dev], runtime: [libssl3] }",
  ],
  [
    "Could not find directory of OpenSSL installation, and this `-sys` crate cannot",
    "packages: { build: [libssl-dev], runtime: [libssl3] }",
  ],
  [
    "The system library `libpq` required by crate `pq-sys` was not found.",
    "packages: { build: [libpq-dev], runtime: [libpq5] }",
  ],
  [
    "c/_cffi_backend.c:15:10: fatal error: ffi.h: No such file or directory",
    "packages: { build: [libffi-dev], runtime: [libffi8] }",
  ],
  ["fatal error: 'sql.h' file not found", "packages: { build: [unixodbc-dev], runtime: [libodbc2] }"],
  [
    "Could not find `protoc`. If `protoc` is installed, try setting",
    "packages: { build: [protobuf-compiler] }",
  ],
  ["  is `cmake` not installed?", "packages: { build: [cmake] }"],
  ["sh: 1: cmake: not found", "packages: { build: [cmake] }"],
  [
    "Modules/LDAPObject.c:16: fatal error: lber.h: No such file or directory",
    "packages: { build: [libldap-dev, libsasl2-dev], runtime: [libldap-2.5-0] }",
  ],
])("%s", (line, expected) => {
  expect(missingPackages(["building", line, "error: command '/usr/bin/gcc' failed with exit code 1"])).toBe(
    expected,
  );
});

it("says nothing of what the service's own sources lack", () => {
  expect(missingPackages(["main.c:1:10: fatal error: own/api.h: No such file or directory"])).toBeUndefined();
  expect(missingPackages(["npm error 404 Not Found"])).toBeUndefined();
});
