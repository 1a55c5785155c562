/** What may pass by itself, by how its message reads. */
export interface Transient {
  of: RegExp;
  /** Times that it is tried, the first included. */
  attempts?: number;
  /** Wait between two, milliseconds. */
  wait?: number;
}

/** Tries a piece of work again where it failed for a reason that passes; any other failure is thrown at once. */
export async function retry<T>(work: () => Promise<T>, passing: Transient): Promise<T> {
  const { of, attempts = 5, wait = 1000 } = passing;
  try {
    return await work();
  } catch (error) {
    if (attempts <= 1 || !of.test(String(error))) throw error;
    await new Promise((later) => setTimeout(later, wait));
    return retry(work, { of, attempts: attempts - 1, wait });
  }
}
