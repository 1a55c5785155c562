import { createContext, Script } from "node:vm";
import { attacksOn } from "./attacks.ts";

const LENGTH = 3000;

/** Whoever takes a text's length squared is below it on any machine; the cube takes seconds. */
const SLOW_MS = 60;
const GIVE_UP_MS = 2000;

/** Doubled texts take four times as long where the time grows with the square, eight times with the cube. */
const MOST_GROWTH = 5.7;

/** A text on which an expression takes more than the square of its length, as far as attacks find one. */
export function slowOn(expression: RegExp): string | undefined {
  // Short ones first: what doubles with every character is found before anything long is tried.
  const short = attacksOn(expression, 30).find((text) => costOf(expression, text) > SLOW_MS);
  if (short !== undefined) return short;
  const long = attacksOn(expression, LENGTH);
  const half = attacksOn(expression, LENGTH / 2);
  return long.find((text, at) => {
    const cost = costOf(expression, text);
    if (cost <= SLOW_MS) return false;
    return cost >= GIVE_UP_MS || growth(expression, half[at] ?? "", text) > MOST_GROWTH;
  });
}

function growth(expression: RegExp, half: string, whole: string): number {
  const least = (text: string) => Math.min(...[1, 2, 3].map(() => costOf(expression, text)));
  return least(whole) / least(half);
}

const SCRIPT = new Script("expression.test(text)");
const CONTEXT = createContext({});

/** Milliseconds of processor time: a busy machine makes nothing slower. What doesn't end is ended. */
function costOf({ source, flags }: RegExp, text: string): number {
  Object.assign(CONTEXT, { expression: new RegExp(source, flags), text });
  const began = process.cpuUsage();
  try {
    SCRIPT.runInContext(CONTEXT, { timeout: 2 * GIVE_UP_MS });
  } catch {
    return GIVE_UP_MS;
  }
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
