import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { $ } from "zx";
import { cacheDir } from "../../ci/local/paths.ts";
import { call, goService, inService, LOCAL, repository } from "./command.ts";
import { storeFolder } from "./image-store.ts";
import { localRegistry } from "./registry.ts";

/** What tools spell in their own ways, around a part that none changes. */
const CORE = `7f3a91c5d2${Date.now()}`;
const CANARY = `canary/"${CORE}"&<é>`;

/** What would give it away: as it is, and parts of what it is in base64, wherever it begins, and in hexadecimal digits. */
const FORMS = [
  CORE,
  ...[0, 1, 2].map((before) => {
    const encoded = Buffer.from("-".repeat(before) + CANARY).toString("base64");
    return encoded.slice(12, 32);
  }),
  Buffer.from(CORE).toString("hex").slice(0, 20),
];

/** Tests that prove that their step had the secret, do their best to print it, and fail, as Go would tell of it. */
const LEAKY = String.raw`
echo "had $(printf %s "$API_TOKEN" | wc -c) $API_TOKEN"
printf %s "$API_TOKEN" | sed 's/"/\\"/g; s/</\\u003c/g; s/>/\\u003e/g; s/&/\\u0026/g'; echo
printf %s "$API_TOKEN" | sed 's,/,%2F,g; s/"/%22/g; s/&/%26/g; s/</%3C/g; s/>/%3E/g; s/é/%C3%A9/g'; echo
printf %s "$API_TOKEN" | tr a-z A-Z; echo
for before in '' a us; do printf %s "$before$API_TOKEN" | base64; done
printf %s "$API_TOKEN" | od -An -v -tx1 | tr -d ' \n'; echo
echo "=== RUN   TestIt/$API_TOKEN"
echo "    it_test.go:7: $OTHER"
echo "--- FAIL: TestIt/$API_TOKEN (0.00s)"
echo "FAIL" >&2
exit 1
`;

const temporary = mkdtempSync(join(tmpdir(), "multistage-canary-"));
let registry: Awaited<ReturnType<typeof localRegistry>>;
beforeAll(async () => {
  registry = await localRegistry();
});
afterAll(() => registry.stop());

/** A repository with a service whose steps have two secrets: one of a variable, one of a file. */
async function committed(): Promise<string> {
  const files = {
    ...goService(),
    "leak.sh": LEAKY,
    "service.yaml": "secrets: [api_token, other]\ntest: [sh, leak.sh]\n",
  };
  const root = repository({
    ...inService("leaky", files),
    "multistage.yaml": `registry: ${registry.host}/canary\n`,
  });
  const git = $({ quiet: true, cwd: root });
  await git`git init -q && git add . && git -c user.name=a -c user.email=a@b.example commit -qm a`;
  return root;
}

/** Files, changed since a moment, that hold a form of it. @param grep `zgrep` unpacks what is compressed. */
async function holding(directory: string, since: string, grep: string, deepest = 99): Promise<string[]> {
  const patterns = FORMS.flatMap((form) => ["-e", form]).join(" ");
  const find = `find '${directory}' -maxdepth ${deepest} -type f -cnewer '${since}' -print0`;
  const search = `${find} | xargs -0 -r ${grep} -laF ${patterns}`;
  const { stdout } = await $({ quiet: true, nothrow: true })`sh -c ${search}`;
  return stdout.split("\n").filter((file) => file && !file.startsWith(temporary));
}

/** Forms of it in the words of any process, from now on. */
function processList(): () => string[] {
  const seen = new Set<string>();
  const words = "while :; do cat /proc/[0-9]*/cmdline 2>/dev/null; echo; sleep 0.3; done";
  const watch = spawn("sh", ["-c", words]);
  watch.stdout.on("data", (chunk) => {
    for (const form of FORMS) if (String(chunk).includes(form)) seen.add(form);
  });
  return () => {
    watch.kill();
    return [...seen];
  };
}

it("a secret is in no log, report, record, layer, image, release, shared cache or process list", async () => {
  const source = await committed();
  const [since, token] = [join(temporary, "since"), join(temporary, "token")];
  writeFileSync(since, "");
  writeFileSync(token, `${CANARY}\n`);
  const secrets = ["--secret", "api_token=env:CANARY_VARIABLE", "--secret", `other=file:${token}`];
  const summary = join(temporary, "summary");
  const junit = join(temporary, "junit.xml");
  const dotenv = join(temporary, "images.env");
  const env = { CANARY_VARIABLE: CANARY, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
  const run = (name: string, ...more: string[]) =>
    call([name, "--source", source, ...LOCAL, ...secrets, ...more], env);
  const watched = processList();

  const failing = await run("test");
  const reported = await run("test-all", "--json", "--junit", junit);
  const testing = ["--environment", "testing", "--dotenv", dotenv];
  const published = await run("publish-all", ...testing, "--junit", `${junit}2`);
  const dockerfile = await call(["dockerfile", "--source", source, ...LOCAL]);

  expect(watched(), "process list").toEqual([]);
  expect(failing.exitCode).toBe(1);
  expect(failing.stderr).toContain(`had ${Buffer.byteLength(CANARY)} ***`);
  expect(JSON.parse(reported.stdout).services[0]?.tests, reported.stdout).toBeDefined();
  expect(published.exitCode, published.stderr).toBe(0);
  const told = [failing, reported, published, dockerfile].map(({ stdout, stderr }) => stdout + stderr);
  const written = [summary, junit, `${junit}2`, dotenv].map((file) => readFileSync(file, "utf8"));
  for (const form of FORMS) for (const text of [...told, ...written]) expect(text).not.toContain(form);
  const catalog = await fetch(`http://${registry.host}/v2/_catalog`).then((answer) => answer.text());
  for (const name of ["canary/leaky", "canary/releases", "canary/cache"]) expect(catalog).toContain(name);
  // Layers that steps left, configurations with their history, what is kept of builds; the registry's blobs.
  expect(await holding(dirname(storeFolder("images")), since, "grep")).toEqual([]);
  for (const directory of [cacheDir(), registry.directory, source])
    expect(await holding(directory, since, "zgrep"), directory).toEqual([]);
  expect(await holding(tmpdir(), since, "grep", 2)).toEqual([]);
});
