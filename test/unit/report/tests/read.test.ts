import { describe, expect, it } from "vitest";
import type { TestResult } from "../../../../src/report/result.ts";
import { testsIn } from "../../../../src/report/tests/read.ts";

const SIGN = { passed: "+", failed: "-", skipped: "o" };

/** Tests as short lines: `+ group: name`. */
function short(output: string): string[] {
  return (testsIn(output)?.cases ?? []).map(
    ({ group, name, status }) => `${SIGN[status]} ${group ?? ""}: ${name}`,
  );
}

function named(output: string, name: string): TestResult | undefined {
  return testsIn(output)?.cases.find((test) => test.name === name);
}

describe("go test", () => {
  const verbose = `=== RUN   TestAdd
--- PASS: TestAdd (0.00s)
=== RUN   TestSub
=== RUN   TestSub/negative
    calc_test.go:14: got 1, want -1
--- FAIL: TestSub (0.02s)
    --- FAIL: TestSub/negative (0.01s)
=== RUN   TestNet
    calc_test.go:20: no network here
--- SKIP: TestNet (0.00s)
FAIL
FAIL	example.com/api/calc	0.021s
=== RUN   TestPut
=== PAUSE TestPut
=== CONT  TestPut
--- PASS: TestPut (0.10s)
PASS
ok  	example.com/api/store	0.112s
?   	example.com/api/cmd	[no test files]
FAIL`;

  it("-v names tests, subtests, packages and times", () => {
    expect(short(verbose)).toEqual([
      "+ example.com/api/calc: TestAdd",
      "- example.com/api/calc: TestSub",
      "- example.com/api/calc: TestSub/negative",
      "o example.com/api/calc: TestNet",
      "+ example.com/api/store: TestPut",
    ]);
    expect(named(verbose, "TestSub")).toMatchObject({
      durationMs: 20,
      message: "calc_test.go:14: got 1, want -1",
    });
    expect(named(verbose, "TestNet")?.message).toBe("calc_test.go:20: no network here");
  });

  it("without -v names packages, and tests that failed", () => {
    const output = `ok  	example.com/api/store	0.112s
ok  	example.com/api/keys	(cached)
--- FAIL: TestSub (0.00s)
    calc_test.go:14: got 1, want -1
FAIL
FAIL	example.com/api/calc	0.003s
FAIL	example.com/api/broken [build failed]
?   	example.com/api/cmd	[no test files]
FAIL`;
    expect(short(output)).toEqual([
      "+ example.com/api/store: example.com/api/store",
      "+ example.com/api/keys: example.com/api/keys",
      "- example.com/api/calc: TestSub",
      "- example.com/api/broken: example.com/api/broken",
    ]);
    expect(named(output, "TestSub")?.message).toBe("calc_test.go:14: got 1, want -1");
    expect(named(output, "example.com/api/broken")?.message).toBe("[build failed]");
  });

  it("-json is read by what it says", () => {
    const event = (fields: object) => JSON.stringify({ Time: "2026-01-02T03:04:05Z", ...fields });
    const output = [
      event({ Action: "start", Package: "p/calc" }),
      event({ Action: "run", Package: "p/calc", Test: "TestAdd" }),
      event({ Action: "output", Package: "p/calc", Test: "TestAdd", Output: "=== RUN   TestAdd\n" }),
      event({ Action: "output", Package: "p/calc", Test: "TestAdd", Output: "--- PASS: TestAdd (0.30s)\n" }),
      event({ Action: "pass", Package: "p/calc", Test: "TestAdd", Elapsed: 0.3 }),
      event({ Action: "output", Package: "p/calc", Output: "PASS\n" }),
      event({ Action: "output", Package: "p/calc", Output: "ok  \tp/calc\t0.302s\n" }),
    ].join("\n");
    expect(short(`${output}\n{"cut`)).toEqual(["+ p/calc: TestAdd"]);
    expect(named(output, "TestAdd")?.durationMs).toBe(300);
  });
});

describe("pytest", () => {
  it("letters are tests, and the summary names those that failed", () => {
    const output = `============================= test session starts ==============================
platform linux -- Python 3.12.3, pytest-8.3.3, pluggy-1.5.0
rootdir: /app
collected 6 items

tests/test_calc.py .F.s                                                  [ 66%]
tests/test_store.py .E                                                   [100%]

=================================== FAILURES ===================================
___________________________________ test_sub ___________________________________
E       assert 1 == 2
=========================== short test summary info ============================
FAILED tests/test_calc.py::test_sub - assert 1 == 2
ERROR tests/test_store.py::test_put - RuntimeError: no database
=============== 1 failed, 3 passed, 1 skipped, 1 error in 0.12s ================`;
    expect(short(output)).toEqual([
      "+ tests/test_calc.py: test 1",
      "- tests/test_calc.py: test_sub",
      "+ tests/test_calc.py: test 3",
      "o tests/test_calc.py: test 4",
      "+ tests/test_store.py: test 1",
      "- tests/test_store.py: test_put",
    ]);
    expect(named(output, "test_sub")?.message).toBe("assert 1 == 2");
  });

  it("-v names all of them, with parameters", () => {
    const output = `tests/test_calc.py::test_add[1 - 2] PASSED                                [ 25%]
tests/test_calc.py::TestSub::test_sub FAILED                             [ 50%]
tests/test_calc.py::test_net SKIPPED (no network)                        [ 75%]
[gw0] [100%] PASSED tests/test_store.py::test_put 
FAILED tests/test_calc.py::TestSub::test_sub - assert 1 == 2`;
    expect(short(output)).toEqual([
      "+ tests/test_calc.py: test_add[1 - 2]",
      "- tests/test_calc.py: TestSub::test_sub",
      "o tests/test_calc.py: test_net",
      "+ tests/test_store.py: test_put",
    ]);
    expect(named(output, "TestSub::test_sub")?.message).toBe("assert 1 == 2");
  });

  it("-q has letters alone, and a file that can't be imported is a test that failed", () => {
    expect(short("...s                                              [100%]\n4 passed in 0.01s")).toHaveLength(
      4,
    );
    const broken = `=========================== short test summary info ============================
ERROR tests/test_store.py - ModuleNotFoundError: No module named 'redis'
=============================== 1 error in 0.09s ===============================`;
    expect(short(broken)).toEqual(["- tests/test_store.py: tests/test_store.py"]);
  });
});

describe("unittest", () => {
  it("-v names tests of every version of Python", () => {
    const output = `test_add (test_calc.Calc.test_add) ... ok
test_old (test_calc.Calc) ... FAIL
test_net (test_calc.Calc.test_net) ... skipped 'no network'
test_said (test_calc.Calc.test_said)
It says so. ... ok

----------------------------------------------------------------------
Ran 4 tests in 0.001s

FAILED (failures=1, skipped=1)`;
    expect(short(output)).toEqual([
      "+ test_calc.Calc: test_add",
      "- test_calc.Calc: test_old",
      "o test_calc.Calc: test_net",
      "+ test_calc.Calc: test_said",
    ]);
  });

  it("without -v counts those that passed", () => {
    const output = `.F.s
======================================================================
FAIL: test_sub (test_calc.Calc.test_sub)
----------------------------------------------------------------------
Ran 4 tests in 0.001s

FAILED (failures=1, skipped=1)`;
    expect(short(output)).toEqual(["- test_calc.Calc: test_sub", "+ : test 1", "+ : test 2", "o : test 3"]);
  });
});

it("surefire: counts by class, and names of those that failed", () => {
  const output = `[INFO] Running com.example.CalcTest
[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 0.045 s -- in com.example.CalcTest
[INFO] Running com.example.StoreTest
[ERROR] Tests run: 2, Failures: 1, Errors: 0, Skipped: 0, Time elapsed: 0.051 s <<< FAILURE! -- in com.example.StoreTest
[ERROR] com.example.StoreTest.puts -- Time elapsed: 0.012 s <<< FAILURE!
org.opentest4j.AssertionFailedError: expected: <3> but was: <4>
[INFO] Running com.example.OldTest
[ERROR] Tests run: 1, Failures: 0, Errors: 1, Skipped: 0, Time elapsed: 0.02 s <<< ERROR! - in com.example.OldTest
[ERROR] gets(com.example.OldTest)  Time elapsed: 0.01 s  <<< ERROR!
java.lang.NullPointerException
[INFO] Results:
[ERROR]   StoreTest.puts:14 expected: <3> but was: <4>
[ERROR] Tests run: 5, Failures: 1, Errors: 1, Skipped: 1`;
  expect(short(output)).toEqual([
    "+ com.example.CalcTest: test 1",
    "o com.example.CalcTest: test 2",
    "- com.example.StoreTest: puts",
    "+ com.example.StoreTest: test 1",
    "- com.example.OldTest: gets",
  ]);
  expect(named(output, "puts")).toMatchObject({
    durationMs: 12,
    message: "org.opentest4j.AssertionFailedError: expected: <3> but was: <4>",
  });
});

describe("node --test", () => {
  it("TAP: tests that hold no others", () => {
    const output = `TAP version 13
# Subtest: adds
ok 1 - adds
  ---
  duration_ms: 1.25
  type: 'test'
  ...
# Subtest: store
    # Subtest: puts \\#1
    not ok 1 - puts \\#1
      ---
      duration_ms: 2.5
      location: '/app/store.test.js:4:3'
      failureType: 'testCodeFailure'
      error: '1 == 2'
      ...
    # Subtest: gets
    ok 2 - gets # SKIP
      ---
      duration_ms: 0.1
      ...
    1..2
not ok 2 - store
  ---
  duration_ms: 3.5
  type: 'suite'
  ...
# Subtest: last
ok 3 - last
1..3
# tests 4
# pass 2`;
    expect(short(output)).toEqual(["+ : adds", "- store: puts #1", "o store: gets", "+ : last"]);
    expect(named(output, "puts #1")).toMatchObject({ durationMs: 2.5, message: "1 == 2" });
  });

  it("spec: what failed is told once", () => {
    const output = `✔ adds (1.25ms)
▶ store
  ▶ files
    ✔ puts (0.3ms)
  ▶ files (0.5ms)
  ✖ gets (2.5ms)
  ﹣ waits (0.1ms) # SKIP
✖ store (4.1ms)
✔ last (0.2ms)
ℹ tests 5
ℹ pass 3

✖ failing tests:

test at store.test.js:9:3
✖ gets (2.5ms)
  AssertionError [ERR_ASSERTION]: 1 == 2`;
    expect(short(output)).toEqual([
      "+ : adds",
      "+ store > files: puts",
      "- store: gets",
      "o store: waits",
      "+ : last",
    ]);
  });
});

it("cargo test: by program, with doc tests", () => {
  const output = `   Compiling calc v0.1.0 (/app)
    Finished \`test\` profile [unoptimized + debuginfo] target(s) in 0.52s
     Running unittests src/lib.rs (target/debug/deps/calc-1a2b3c)

running 3 tests
test tests::adds ... ok
test tests::subs ... FAILED
test tests::slow ... ignored, takes an hour

failures:

---- tests::subs stdout ----
thread 'tests::subs' panicked at src/lib.rs:9:9:
assertion \`left == right\` failed
  left: 1

failures:
    tests::subs

test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

     Running tests/api.rs (target/debug/deps/api-4d5e)
test panics - should panic ... ok
   Doc-tests calc
test src/lib.rs - add (line 3) ... ok`;
  expect(short(output)).toEqual([
    "+ src/lib.rs: tests::adds",
    "- src/lib.rs: tests::subs",
    "o src/lib.rs: tests::slow",
    "+ tests/api.rs: panics",
    "+ doc-tests of calc: src/lib.rs - add (line 3)",
  ]);
  expect(named(output, "tests::subs")?.message).toMatch(/^thread .*\nassertion .* failed\n {2}left: 1$/);
});

describe("vitest", () => {
  it("counts what it doesn't name", () => {
    const output = `
 RUN  v3.2.4 /app

 ✓ src/sum.test.ts (2 tests) 4ms
 ❯ src/bad.test.ts (3 tests | 1 failed | 1 skipped) 12ms
   × sum > subtracts 5ms
     → expected 1 to be 2 // Object.is equality
 ✓ |unit| src/slow.test.ts (1 test) 400ms
   ✓ it waits  398ms

⎯⎯⎯⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯⎯⎯⎯

 FAIL  src/bad.test.ts > sum > subtracts
AssertionError: expected 1 to be 2 // Object.is equality

 Test Files  1 failed | 2 passed (3)
      Tests  1 failed | 4 passed | 1 skipped (6)`;
    expect(short(output).sort()).toEqual(
      [
        "+ src/sum.test.ts: test 1",
        "+ src/sum.test.ts: test 2",
        "- src/bad.test.ts: sum > subtracts",
        "+ src/bad.test.ts: test 1",
        "o src/bad.test.ts: test 2",
        "+ src/slow.test.ts: it waits",
      ].sort(),
    );
    expect(named(output, "sum > subtracts")).toMatchObject({
      durationMs: 5,
      message: "expected 1 to be 2 // Object.is equality",
    });
  });

  it("verbose has names alone", () => {
    const output = ` ✓ src/sum.test.ts > sum > adds 1ms\n × src/sum.test.ts > subtracts 2ms\n   → no\n ↓ src/sum.test.ts > later`;
    expect(short(output)).toEqual([
      "+ src/sum.test.ts: sum > adds",
      "- src/sum.test.ts: subtracts",
      "o src/sum.test.ts: later",
    ]);
    expect(named(output, "subtracts")?.message).toBe("no");
  });
});

describe("jest", () => {
  it("of one file, each test", () => {
    const output = `FAIL src/sum.test.js (1.2 s)
  sum
    ✓ adds (2 ms)
    negative
      ✕ subtracts (3 ms)
    ○ skipped later
  ✓ stands alone

  ● sum › negative › subtracts

    expect(received).toBe(expected) // Object.is equality

Tests:       1 failed, 1 skipped, 2 passed, 4 total`;
    expect(short(output)).toEqual([
      "+ src/sum.test.js: sum › adds",
      "- src/sum.test.js: sum › negative › subtracts",
      "o src/sum.test.js: sum › later",
      "+ src/sum.test.js: stands alone",
    ]);
  });

  it("of several, files and what failed in them, once", () => {
    const output = `PASS src/sum.test.js
FAIL src/bad.test.js
  ● sum › subtracts

    expect(received).toBe(expected) // Object.is equality

Summary of all failing tests
FAIL src/bad.test.js
  ● sum › subtracts`;
    expect(short(output)).toEqual([
      "+ src/sum.test.js: src/sum.test.js",
      "- src/bad.test.js: sum › subtracts",
    ]);
    expect(named(output, "sum › subtracts")?.message).toContain("expect(received)");
  });
});

describe("what is read", () => {
  it("is nothing where no reporter is known", () => {
    expect(testsIn("all good\nok\nPASS\nFAIL\n1 passing\nok 1 - not TAP\n")).toBeUndefined();
    expect(testsIn("")).toBeUndefined();
  });

  it("is several reporters' together, with colours or without", () => {
    const output = "ok  \tp/calc\t0.1s\r\n\u001b[32m✔\u001b[39m adds \u001b[90m(1ms)\u001b[39m";
    expect(short(output)).toEqual(["+ p/calc: p/calc", "+ : adds"]);
  });

  it("is bounded, and those that failed are told first", () => {
    const passing = Array.from({ length: 5000 }, (_, at) => `--- PASS: Test${at} (0.00s)`);
    const { cases, leftOut } = testsIn(
      [...passing, "--- FAIL: TestLast (0.00s)", `    ${"x".repeat(9999)}`].join("\n"),
    ) as NonNullable<ReturnType<typeof testsIn>>;
    expect([cases.length, leftOut]).toEqual([2000, 3001]);
    expect(cases.at(-1)).toMatchObject({ name: "TestLast", status: "failed" });
    expect(cases.at(-1)?.message?.length).toBeLessThanOrEqual(1000);
    const boast = testsIn("Ran 99999999999999 tests in 0.1s\n")?.cases.length;
    expect(boast).toBeLessThanOrEqual(2000);
  });

  it("takes hostile lines in no time", () => {
    const hostile = ["✔ ", " ✓ ", "test ", "tests/a.py ", "FAILED ", "ok ", "[ERROR] ", "Tests run: 1, "].map(
      (start) => `${start}${"( ".repeat(500_000)}`,
    );
    const begun = Date.now();
    testsIn(`TAP version 13\nPASS a.js\n${hostile.join("\n")}\n${"✔ ((1ms) # x \n".repeat(50_000)}`);
    expect(Date.now() - begun).toBeLessThan(5000);
  });
});
