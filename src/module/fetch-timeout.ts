/**
 * Bun gives up on a request after five minutes, and the SDK asks the engine by its global `fetch`: a step
 * that took longer would fail with "unknown error". Everything below `src` is loaded before the first step,
 * so this stands by then.
 */
if (process.versions.bun) globalThis.fetch = withoutTimeout(globalThis.fetch);

/** A fetch that waits for as long as the one who asks. */
export function withoutTimeout(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return Object.assign((...[input, init]: Parameters<typeof fetch>) => {
    // Bun's own option.
    const patiently: RequestInit & { timeout: false } = { ...init, timeout: false };
    return fetch(input, patiently);
  }, fetch);
}
