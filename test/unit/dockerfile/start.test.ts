import { expect, test } from "vitest";
import { startOf } from "../../../src/dockerfile/start.ts";

const stage = (...instructions: string[]) => ({ name: "runtime", base: "scratch", instructions });

test("entry point and default arguments, the last of each", () => {
  const last = stage('ENTRYPOINT ["old"]', "WORKDIR /app", 'ENTRYPOINT ["python3", "run.py"]', 'CMD ["-v"]');
  expect(startOf([stage('ENTRYPOINT ["other"]'), last])).toEqual(["python3", "run.py", "-v"]);
});

test("nothing where nothing starts, or where the stage is somebody's own text", () => {
  expect(startOf([stage("WORKDIR /app")])).toBeUndefined();
  expect(startOf([{ ...stage('ENTRYPOINT ["a"]'), text: "FROM x" }])).toBeUndefined();
  expect(startOf([])).toBeUndefined();
});
