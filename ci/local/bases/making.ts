/** A base that is being made, for those who wait for it. */
export interface UnderWay {
  /** What is under way: `unpacking packages`; undefined before anything is. */
  part?: string;
  begun: number;
  /** What the last one took, milliseconds. */
  expectedMs: number;
}

/** `unpacking packages, 40 s of about 110`; without the estimate once that is over. */
export function makingText({ part, begun, expectedMs }: UnderWay, now: number): string {
  const [spent, expected] = [now - begun, expectedMs].map((time) => Math.round(time / 1000)) as [
    number,
    number,
  ];
  return `${part}, ${spent} s${spent <= expected ? ` of about ${expected}` : ""}`;
}

/** How often those who wait hear of the same, and how soon of something new, milliseconds. */
const INTERVAL = { same: 10_000, other: 500 };

/** Waits for what is being made, and tells at once and from time to time how far it is; says nothing of what is there. */
export async function waitFor<T>(
  made: Promise<T>,
  making: UnderWay,
  tell: (text: string) => void,
  interval = INTERVAL,
): Promise<T> {
  let last: { part?: string; at: number } = { at: 0 };
  const say = () => {
    const [now, { part }] = [Date.now(), making];
    if (!part || (part === last.part && now - last.at < interval.same)) return;
    last = { part, at: now };
    tell(makingText(making, now));
  };
  say();
  const clock = setInterval(say, interval.other);
  try {
    return await made;
  } finally {
    clearInterval(clock);
  }
}
