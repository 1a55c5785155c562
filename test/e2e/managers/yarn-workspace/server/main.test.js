import assert from "node:assert/strict";
import { test } from "node:test";
import isNumber from "is-number";
import { twoDays } from "words";

test("two days are a number", () => assert.ok(isNumber(twoDays())));
