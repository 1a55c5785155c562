import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isolationUsed } from "../../ci/local/builders/buildah-flags.ts";
import { PROJECT } from "../../ci/local/paths.ts";
import { allProcesses, ended, lives } from "../../ci/local/process/processes.ts";
import { call, goService, inService, LOCAL, repository } from "./command.ts";

const SECRET = "only-for-this-machine";
const server = createServer((_, answer) => answer.end(SECRET));
let port: number;

beforeAll(async () => {
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => void server.close());

/** Tests of a service that ask the server, under the addresses by which a network might pass it on. */
function asking(): Record<string, string> {
  const body = `package main

import (
	"io"
	"net"
	"net/http"
	"testing"
	"time"
)

func TestIt(t *testing.T) {
	client := http.Client{Timeout: 3 * time.Second}
	for _, host := range []string{"127.0.0.1", "localhost", "10.0.2.2", "[::1]"} {
		answer, err := client.Get("http://" + host + ":${port}/")
		if err != nil { continue }
		text, _ := io.ReadAll(answer.Body)
		t.Error("reached", host, string(text))
	}
	own, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil { t.Fatal("no loopback of its own", err) }
	if _, err := net.Dial("tcp", own.Addr().String()); err != nil { t.Fatal(err) }
	if _, err := net.LookupHost("proxy.golang.org"); err != nil { t.Error("no names", err) }
}
`;
  const files = { ...goService(), "main_test.go": body };
  return {
    ...files,
    "service.yaml": `test: [go, test, -v, -count=1, ./...]\nbuildArguments: { RUN: "${Date.now()}" }\n`,
  };
}

it("steps reach what the machine reaches, their own loopback, and not the machine's", {
  timeout: 600_000,
}, async () => {
  expect(await isolationUsed()).toMatch(/on a network of their own$/);
  const root = repository(inService("asking", asking()));
  const { exitCode, stdout, stderr } = await call(["test", "--source", root, ...LOCAL]);
  expect(stdout + stderr).not.toContain(SECRET);
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain("on a network of their own");
});

it("a network ends with the process that opened it, even where that is killed", async () => {
  const script = `import { openNetworkNamespace } from "${PROJECT}/ci/local/builders/network-namespace.ts";
    console.log((await openNetworkNamespace()).path); setInterval(() => {}, 1000);`;
  const child = spawn("node", ["--import", "tsx", "--input-type=module", "--eval", script], { cwd: PROJECT });
  const [path] = await once(child.stdout, "data");
  const holder = Number(/\d+/.exec(String(path))?.[0]);
  const started = allProcesses().filter(({ parent }) => parent === child.pid);
  expect(started.map(({ pid }) => pid)).toContain(holder);
  child.kill("SIGKILL");
  await ended(started);
  expect(started.filter(lives)).toEqual([]);
});
