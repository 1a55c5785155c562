import { expect, test } from "vitest";
import { imageCommand } from "../../../src/dockerfile/image-command.ts";

const stage = (...instructions: string[]) => ({ name: "runtime", base: "scratch", instructions });

test("entry point and default arguments, the last of each", () => {
  const last = stage('ENTRYPOINT ["old"]', "WORKDIR /app", 'ENTRYPOINT ["python3", "run.py"]', 'CMD ["-v"]');
  expect(imageCommand([stage('ENTRYPOINT ["other"]'), last])).toEqual(["python3", "run.py", "-v"]);
});

test("nothing where nothing starts, or where the stage is somebody's own text", () => {
  expect(imageCommand([stage("WORKDIR /app")])).toBeUndefined();
  expect(imageCommand([{ ...stage('ENTRYPOINT ["a"]'), text: "FROM x" }])).toBeUndefined();
  expect(imageCommand([])).toBeUndefined();
});
