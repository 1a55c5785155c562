/** Texts of files, each read when it is first asked for: of thousands of sources few are. */
export class LazyTexts extends Map<string, string> {
  readonly #read: (path: string) => string | undefined;
  readonly #asked = new Set<string>();

  /** @param read a file's text; undefined where it has none that is read. */
  constructor(read: (path: string) => string | undefined) {
    super();
    this.#read = read;
  }

  override get(path: string): string | undefined {
    const known = super.get(path);
    if (known !== undefined || this.#asked.has(path)) return known;
    this.#asked.add(path);
    const text = this.#read(path);
    if (text !== undefined) this.set(path, text);
    return text;
  }
}
