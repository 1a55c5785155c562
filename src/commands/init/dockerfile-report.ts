import { columns } from "../../report/text.ts";
import type { Carried } from "./from-dockerfile.ts";

/** What becomes of a service's Dockerfile, for people: what is the same, what differs, and the lines that carry over. */
export function dockerfileReport(name: string, file: string, carried: Carried[]): string {
  const are = (becomes: Carried["becomes"]) => carried.filter((each) => each.becomes === becomes);
  const same = are("same").map(({ said }) => said);
  const otherwise = are("otherwise").map(({ said, line, text }) => [`line ${line}`, said, text]);
  const lines = are("line").map(({ text, line }) => [text, `# ${file}:${line}`]);
  return [
    `${name}: ${file}`,
    ...(same.length ? [`  the same here: ${same.join("; ")}`] : []),
    ...(otherwise.length ? ["  otherwise here:", columns(otherwise, "    ")] : []),
    ...(lines.length ? ["  only with these lines of its service.yaml:", columns(lines, "    ")] : []),
    ...(carried.length ? [] : ["  nothing that a build without it doesn't do"]),
  ].join("\n");
}
