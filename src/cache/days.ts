const DAY = 86_400_000;

/** This day in UTC: `2026-11-27`. */
export function today(now = Date.now()): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** Days from one to another; 0 where a text is no day. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY) || 0;
}
