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
    if (!this.has(path) && !this.#asked.has(path)) {
      this.#asked.add(path);
      const text = this.#read(path);
      if (text !== undefined) this.set(path, text);
    }
    return super.get(path);
  }
}
