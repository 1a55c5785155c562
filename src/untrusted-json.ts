/** Whether a value has the form that its reader goes on with. */
export type Shape<T> = (value: unknown) => value is T;

/** Longest text that is read, in UTF-16 units: registries allow manifests of 4 MiB, and releases are far shorter. */
export const LONGEST = 16 * 2 ** 20;

/**
 * Reads JSON that somebody else may have written: a registry, a proxy before it, a kill that cut a file short.
 *
 * @returns undefined where the text is too long, no JSON, or of another form: what that means, the caller says.
 */
export function untrustedJson<T>(text: string, has: Shape<T>): T | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return has(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What comes over a network, and whether that is all: what goes on after {@link LONGEST} bytes is left where it is, since a
 * server may send without end.
 */
export async function untrustedBytes(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<{ bytes: Buffer; isAll: boolean }> {
  const pieces: Uint8Array[] = [];
  let room = LONGEST;
  for await (const piece of body) {
    room -= piece.length;
    pieces.push(piece);
    if (room < 0) break;
  }
  return { bytes: Buffer.concat(pieces), isAll: room >= 0 };
}

/** What a record says of a name that somebody else chose: `constructor` is no record's own. */
export function ownValue<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** An object with keys, no list and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list whose items all have a form. */
export function isListOf<T>(value: unknown, has: Shape<T>): value is T[] {
  return Array.isArray(value) && value.every(has);
}

/** An object whose values all have a form. */
export function isRecordOf<T>(value: unknown, has: Shape<T>): value is Record<string, T> {
  return isObject(value) && Object.values(value).every(has);
}

export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** A number that counts something: whole, and not below 0. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Absent, or of a form. */
export function isOptional<T>(value: unknown, has: Shape<T>): value is T | undefined {
  return value === undefined || has(value);
}
