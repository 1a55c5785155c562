import type { RunResult, ServiceResult } from "./result.ts";

/**
 * A run as JUnit XML: a test case for each service, in the form that Jenkins, GitLab and GitHub actions read.
 *
 * @param suite what was done: `build`, `test`.
 */
export function junit({ services, run }: RunResult, suite: string): string {
  const failures = services.filter(({ status }) => status === "failed").length;
  const skipped = services.filter(({ status }) => status === "skipped").length;
  const attributes = `name="${escaped(suite)}" tests="${services.length}" failures="${failures}" skipped="${skipped}"`;
  const cases = services.map((service) => testCase(service, suite)).join("");
  const time = seconds(run?.durationMs);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite ${attributes} time="${time}">\n${cases}</testsuite>\n</testsuites>\n`;
}

function testCase({ name, path, status, durationMs, error }: ServiceResult, suite: string): string {
  const open = `<testcase classname="${escaped(suite)}" name="${escaped(name)}" file="${escaped(path)}" time="${seconds(durationMs)}"`;
  if (!error) return `${open}/>\n`;
  const message = `message="${escaped(error.message)}"`;
  if (status === "skipped") return `${open}><skipped ${message}/></testcase>\n`;
  const body = escaped([...error.lines, error.next ?? "", error.reproduce ?? ""].join("\n"));
  return `${open}><failure ${message}>${body}</failure></testcase>\n`;
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
