import assert from "node:assert/strict";
import { test } from "node:test";
import isNumber from "is-number";
import ms from "ms";

test("two days are a number", () => assert.ok(isNumber(ms("2 days"))));
