/** An element of an XML file, with what POMs hold: names, texts, children. */
export interface XmlElement {
  name: string;
  text: string;
  line: number;
  children: XmlElement[];
}

const TOKEN =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<[?!][^>]*>|<(\/?)([\w.:-]+)(?:\s[^>]*?)?(\/?)>|([^<]+)/g;

/** Reads a document; what is not well-formed is read as far as it goes: Maven judges the file. */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: "", text: "", line: 1, children: [] };
  const open = [root];
  let line = 1;
  for (const [whole, cdata, closing, name, empty, content] of text.matchAll(TOKEN)) {
    const top = open.at(-1) as XmlElement;
    if (name && closing) closeTo(open, name);
    else if (name) {
      const element: XmlElement = { name, text: "", line, children: [] };
      top.children.push(element);
      if (!empty) open.push(element);
    } else top.text += (cdata ?? content ?? "").trim();
    line += whole.split("\n").length - 1;
  }
  return root;
}

/** The first element at the end of the path. */
export function element(from: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>(
    (at, name) => at?.children.find((child) => child.name === name),
    from,
  );
}

/** All elements of a name at the end of the path. */
export function elements(from: XmlElement | undefined, ...path: string[]): XmlElement[] {
  const last = path.at(-1);
  return element(from, ...path.slice(0, -1))?.children.filter(({ name }) => name === last) ?? [];
}

/** Elements of a name at any depth. */
export function descendants(from: XmlElement | undefined, name: string): XmlElement[] {
  return (from?.children ?? []).flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendants(child, name),
  ]);
}

function closeTo(open: XmlElement[], name: string): void {
  const at = open.findLastIndex((element) => element.name === name);
  if (at > 0) open.length = at;
}
