import { Failure } from "../report/failure.ts";

/** What failed, its last lines and what to do next, in one text. */
export function failureText({ message, lines, next }: Pick<Failure, "message" | "lines" | "next">): string {
  return [message, ...lines.map((line) => `  │ ${line}`), ...(next ? [`  → ${next}`] : [])].join("\n");
}

/** Does some work whose failures a caller of a module sees as text alone. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Failure ? new Error(failureText(error)) : error;
  }
}
