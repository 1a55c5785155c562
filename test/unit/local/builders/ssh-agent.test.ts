import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { agentFlags, agentSocket } from "../../../../ci/local/builders/ssh-agent.ts";

const directory = mkdtempSync(join(tmpdir(), "agent-"));
const socket = join(directory, "agent.sock");
let server: Server;

beforeAll(() => new Promise<void>((listens) => (server = createServer().listen(socket, listens))));
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});
afterEach(() => vi.unstubAllEnvs());

describe("--ssh", () => {
  it("default is the agent that the environment names; another is a path", () => {
    vi.stubEnv("SSH_AUTH_SOCK", socket);
    expect(agentSocket("default")).toBe(socket);
    expect(agentSocket(socket)).toBe(socket);
  });

  it("is refused before any work starts where there is no agent", () => {
    vi.stubEnv("SSH_AUTH_SOCK", "");
    expect(() => agentSocket("default")).toThrow("--ssh default: SSH_AUTH_SOCK names no agent");
    expect(() => agentSocket("/nowhere")).toThrow("--ssh /nowhere: /nowhere is no agent's socket");
  });

  it("is never a key's file, which a builder would read", () => {
    const key = join(directory, "id_ed25519");
    writeFileSync(key, "-----BEGIN OPENSSH PRIVATE KEY-----");
    expect(() => agentSocket(key)).toThrow("is no agent's socket");
  });
});

it("builders are told of an agent only where one is lent", () => {
  expect(agentFlags({ agent: "/run/agent" })).toEqual(["--ssh", "default=/run/agent"]);
  expect(agentFlags({})).toEqual([]);
});
