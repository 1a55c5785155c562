/** A value of a TOML file as far as it is read. */
export interface Value {
  /** Texts: one, or those of an array; of an inline table, as written. */
  values: string[];
  /** As written, without comments. */
  raw: string;
  /** Where the line ends that ends it. */
  end: number;
}

/** What a value is made of; each alternative starts with another character, so no text is read twice. */
const PART =
  /"""([^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*)(?:"""|\\?$)|'''([^']*(?:'(?!'')[^']*)*)(?:'''|$)|"([^"\\\n]*(?:\\.[^"\\\n]*)*)(?:"|\\?(?=\n|$))|'([^'\n]*)(?:'|(?=\n|$))|#[^\n]*|[[\]{}\n]|[^"'#[\]{}\n]+/y;

/** How a part changes how much is open. */
const DEEPER: Record<string, number> = { "[": 1, "{": 1, "]": -1, "}": -1 };

/** Reads a value that starts at an offset, to the end of its line outside of brackets and long texts. */
export function valueAt(text: string, start: number): Value {
  const [values, raw]: [string[], string[]] = [[], []];
  let [depth, end] = [0, start];
  while (end < text.length) {
    PART.lastIndex = end;
    const match = PART.exec(text);
    const part = match?.[0] ?? text.charAt(end);
    if (part === "\n" && depth <= 0) break;
    depth += DEEPER[part] ?? 0;
    const said = match?.slice(1).find((each) => each !== undefined);
    if (said !== undefined) values.push(said);
    if (!part.startsWith("#")) raw.push(part);
    end += part.length;
  }
  return { ...told(values, raw.join("").trim()), end };
}

function told(values: string[], raw: string): Pick<Value, "values" | "raw"> {
  if (raw.startsWith("{")) return { values: [raw], raw };
  return { values: values.length || raw.startsWith("[") ? values : [raw], raw };
}
