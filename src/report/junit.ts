import type { RunResult, ServiceError, ServiceResult, ServiceTests, TestResult } from "./result.ts";

/**
 * A run as JUnit XML, in the form that Jenkins, GitLab and GitHub actions read: a suite for each service whose
 * reporter told of its tests, a case a test; of the others a case each, in a suite that is called as what was done.
 *
 * @param suite what was done: `build`, `test`.
 */
export function junit({ services, run }: RunResult, suite: string): string {
  const told = services.filter(({ tests }) => tests);
  const others = services.filter(({ tests }) => !tests);
  const common = others.length || !told.length ? [ofServices(others, suite, run?.durationMs)] : [];
  const suites = [...common, ...told.map(ofTests)].join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites}</testsuites>\n`;
}

/** A case a service. */
function ofServices(services: ServiceResult[], suite: string, durationMs?: number): string {
  const cases = services.map((service): Case => {
    const { name, path, status, durationMs, error } = service;
    const said = status === "cached" && suite === "test" ? NOT_TOLD : undefined;
    const outcome = error ? (status === "skipped" ? skipped(error) : failed(error)) : {};
    return { classname: suite, name, file: path, durationMs, said, ...outcome };
  });
  return suiteText(suite, cases, durationMs);
}

const NOT_TOLD = "nothing changed since the tests passed; what they printed then isn't kept here";

/** A case a test; where the service failed and no test did, a case that says so. */
function ofTests(service: ServiceResult): string {
  const { name, path, durationMs, error } = service;
  const { cases, leftOut = 0 } = service.tests as ServiceTests;
  const classname = (group?: string) => (group ? `${name}.${group}` : name);
  const tests = cases.map((test): Case => {
    const outcome = test.status === "passed" ? {} : outcomeOf(test, error);
    return {
      classname: classname(test.group),
      name: test.name,
      file: path,
      durationMs: test.durationMs,
      ...outcome,
    };
  });
  const more = { message: `${leftOut} tests more than are listed` };
  const rest: Case[] = leftOut ? [{ classname: name, name: "more", file: path, skipped: more }] : [];
  const isExplained = !error || cases.some(({ status }) => status === "failed");
  const whole: Case[] = isExplained
    ? []
    : [{ classname: name, name, file: path, durationMs, ...failed(error) }];
  return suiteText(name, [...tests, ...rest, ...whole], durationMs);
}

function outcomeOf(
  { status, message = "" }: TestResult,
  error?: ServiceError | null,
): Pick<Case, "failure" | "skipped"> {
  if (status === "skipped") return { skipped: { message } };
  const body = [message, error?.reproduce ?? ""].filter(Boolean).join("\n");
  return { failure: { message: message.split("\n")[0] || "it failed", body } };
}

function failed({ message, lines, next = "", reproduce = "" }: ServiceError): Pick<Case, "failure"> {
  return { failure: { message, body: [...lines, next, reproduce].join("\n") } };
}

function skipped({ message }: ServiceError): Pick<Case, "skipped"> {
  return { skipped: { message } };
}

interface Case {
  classname: string;
  name: string;
  file: string;
  durationMs?: number;
  failure?: { message: string; body: string };
  skipped?: { message: string };
  /** What else is to be known. */
  said?: string;
}

function suiteText(name: string, cases: Case[], durationMs?: number): string {
  const failures = cases.filter(({ failure }) => failure).length;
  const skips = cases.filter(({ skipped }) => skipped).length;
  const counts = `tests="${cases.length}" failures="${failures}" skipped="${skips}"`;
  const text = cases.map(caseText).join("");
  return `<testsuite name="${escaped(name)}" ${counts} time="${seconds(durationMs)}">\n${text}</testsuite>\n`;
}

function caseText({ classname, name, file, durationMs, failure, skipped, said }: Case): string {
  const names = `classname="${escaped(classname)}" name="${escaped(name)}" file="${escaped(file)}"`;
  const parts = [
    failure && `<failure message="${escaped(failure.message)}">${escaped(failure.body)}</failure>`,
    skipped && `<skipped message="${escaped(skipped.message)}"/>`,
    said && `<system-out>${escaped(said)}</system-out>`,
  ].filter(Boolean);
  const open = `<testcase ${names} time="${seconds(durationMs)}"`;
  return parts.length ? `${open}>${parts.join("")}</testcase>\n` : `${open}/>\n`;
}

function seconds(milliseconds = 0): string {
  return (milliseconds / 1000).toFixed(3);
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** What XML 1.0 can't hold: control characters, halves of pairs, and two that mean nothing. */
const REFUSED = /(?![\t\n\r])\p{Cc}|\p{Surrogate}|[\ufffe\uffff]/gu;

/** XML's special characters as entities, what it can't hold left out. */
function escaped(text: string): string {
  return text.replace(REFUSED, "").replace(/[&<>"]/g, (found) => ENTITIES[found] ?? "");
}
