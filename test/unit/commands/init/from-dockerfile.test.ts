import { expect, it } from "vitest";
import { dockerfileReport } from "../../../../src/commands/init/dockerfile-report.ts";
import { fromDockerfile } from "../../../../src/commands/init/from-dockerfile.ts";
import { resolved } from "../../../../src/commands/repository.ts";
import { Snapshot } from "../../../../src/files/snapshot.ts";

const FILES = { "shop/package.json": '{ "scripts": { "start": "node server.js" } }', "shop/server.js": "" };

function carried(lines: string[], more: Record<string, string> = {}, command = ["node", "server.js"]) {
  const snapshot = Snapshot.of({
    ...FILES,
    ...more,
    "shop/Dockerfile": ["FROM node:20", ...lines].join("\n"),
  });
  const [service] = resolved(snapshot).services;
  return fromDockerfile(snapshot, service as NonNullable<typeof service>, command)?.carried;
}

it.each([
  ["ENV LOG=info", "same", ""],
  ["RUN apt-get update && apt-get install -y libpq5", "same", ""],
  ["EXPOSE 9000", "same", ""],
  ["CMD node server.js", "same", ""],
  ['ENTRYPOINT ["node", "server.js"]', "same", ""],
  ["USER node", "otherwise", "every image runs as 65532, which owns nothing in it"],
  [
    "CMD echo hello && node server.js",
    "otherwise",
    "starts node server.js here; an image has no shell for it",
  ],
  ["HEALTHCHECK CMD curl -f http://localhost:9000/up || exit 1", "line", "expect: [ { path: /up } ]"],
  [
    "HEALTHCHECK CMD node check.js",
    "otherwise",
    "what runs the image asks; `expect:` says what it must answer",
  ],
  ["RUN ./fetch-data.sh", "otherwise", expect.stringContaining("is not done here")],
])("%s is %s", (line, becomes, text) => {
  expect(carried([line])).toEqual([expect.objectContaining({ line: 2, becomes, text })]);
});

it.each([
  ['CMD ["/usr/bin/tini", "--", "node", "server.js"]', ["node", "server.js"]],
  ['CMD ["node", "--max-old-space-size=100", "main.js"]', ["node", "--max-old-space-size=100", "main.js"]],
])("%s, which was read, needs no line that says it again", (line, command) => {
  expect(carried([line], { "shop/main.js": "" }, command)).toMatchObject([{ becomes: "same" }]);
});

it("a command that only looks otherwise here needs no line either", () => {
  const files = {
    "mail/requirements.txt": "gunicorn==22.0.0\n",
    "mail/app.py": "app = None\n",
    "mail/Dockerfile": 'FROM python:3.11\nCMD ["gunicorn", "app:app"]\n',
  };
  const snapshot = Snapshot.of(files);
  const [service] = resolved(snapshot).services;
  const here = ["python3", "-m", "gunicorn", "app:app"];
  expect(fromDockerfile(snapshot, service as NonNullable<typeof service>, here)?.carried).toMatchObject([
    { said: "starts gunicorn app:app", becomes: "same" },
  ]);
});

it("what the descriptor says otherwise is a line that carries the Dockerfile's over", () => {
  const said = { "shop/service.yaml": "port: 80\nvariables: { LOG: warn }\n" };
  expect(carried(["ENV LOG=info", "EXPOSE 9000", 'CMD ["node", "main.js"]'], said)).toMatchObject([
    { becomes: "line", text: "variables: { LOG: info }" },
    { becomes: "line", text: "port: 9000" },
    { becomes: "line", text: "command: [ node, main.js ] # starts node server.js here" },
  ]);
});

it("a service without a Dockerfile, or built by it, has nothing to carry over", () => {
  const snapshot = Snapshot.of({ "a/Dockerfile": "FROM scratch\nCOPY x /x\n", "a/x": "", ...FILES });
  const found = resolved(snapshot).services.map((service) => fromDockerfile(snapshot, service));
  expect(found).toEqual([undefined, undefined]);
});

it("is told in three parts", () => {
  const text = dockerfileReport(
    "shop",
    "shop/Dockerfile",
    carried(["ENV A=b", "USER x", "HEALTHCHECK CMD curl http://a/up"]) ?? [],
  );
  expect(text).toBe(
    [
      "shop: shop/Dockerfile",
      "  the same here: ENV A=b",
      "  otherwise here:",
      "    line 3  USER x  every image runs as 65532, which owns nothing in it",
      "  only with these lines of its service.yaml:",
      "    expect: [ { path: /up } ]  # shop/Dockerfile:4",
    ].join("\n"),
  );
});
