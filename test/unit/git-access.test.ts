import { expect, it } from "vitest";
import { asksAgent, gitSecrets, secretsOf } from "../../src/git-access.ts";

it("an agent is no secret, and a secret that serves two places is one", () => {
  const service = {
    secrets: ["npm_token"],
    git: { "github.com/acme": "ssh", "git.example": "deploy_token", "other.example": "deploy_token" },
  };
  expect(secretsOf(service)).toEqual(["npm_token", "deploy_token"]);
  expect(gitSecrets(service)).toEqual(["deploy_token"]);
  expect(asksAgent(service)).toBe(true);
});

it("a service that says nothing asks for nothing", () => {
  expect(secretsOf({ secrets: [] })).toEqual([]);
  expect(asksAgent({})).toBe(false);
});
