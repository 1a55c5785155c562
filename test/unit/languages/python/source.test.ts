import { expect, test } from "vitest";
import { pythonSource } from "../../../../src/languages/python/source.ts";

const SOURCE = `"""app = Flask(x)
"""
import os, flask.cli as cli
from fastapi import (
    FastAPI,
    Request as R,
)
from . import z
app: FastAPI = FastAPI(
title="x # no",
)  # a comment
a = b = os.getenv("X")
if os.environ.get("DEBUG"):
    debug = create('x')
def create(config=None, *, x: dict = {"a": 1, "b": 2}, **more) -> "FastAPI":
    inner = FastAPI()
    return inner
def need(one, two: int): return 1
class Shop(FastAPI, object): pass
if __name__ == '__main__':
    started = run(app)
`;

test("what a module defines is read as Python reads it: brackets, texts and blocks", () => {
  const { names, functions, classes, imports, main } = pythonSource(SOURCE);
  expect([...names].map(([name, { called }]) => `${name} ${called}`)).toEqual([
    "app FastAPI",
    "a os.getenv",
    "b os.getenv",
    "debug create",
  ]);
  expect(functions.map(({ name, required, returns }) => [name, required, returns])).toEqual([
    ["create", 0, "FastAPI"],
    ["need", 2, undefined],
  ]);
  expect([...classes]).toEqual([["Shop", ["FastAPI", "object"]]]);
  expect(Object.fromEntries(imports)).toEqual({
    os: "os",
    cli: "flask.cli",
    FastAPI: "fastapi.FastAPI",
    R: "fastapi.Request",
    z: ".z",
  });
  expect(main?.number).toBe(20);
});
