import type { Fault } from "../yaml/fault.ts";
import { xmlTokens } from "./xml-tokens.ts";

/** An element of an XML file, with what POMs hold: names, texts, children. */
export interface XmlElement {
  name: string;
  text: string;
  line: number;
  children: XmlElement[];
}

/** What is around the elements of a file. */
export interface XmlDocument extends XmlElement {
  /** Why nothing of it was read. */
  fault?: Omit<Fault, "file">;
}

/** Elements within elements, at most: more than a person writes, less than what ends a reader that goes down. */
const DEPTH = 100;

/** Reads a document; what is not well-formed is read as far as it goes: Maven judges the file. */
export function parseXml(text: string): XmlDocument {
  const root: XmlDocument = { name: "", text: "", line: 1, children: [] };
  const open: XmlElement[] = [root];
  let line = 1;
  for (const { start, end, tag, content } of xmlTokens(text)) {
    const name = /^\/?([\w.:-]+)/.exec(tag ?? "")?.[1];
    if (name && tag?.startsWith("/")) closeTo(open, name);
    else if (name) {
      if (open.length > DEPTH) return tooDeep(text, start, line);
      const element: XmlElement = { name, text: "", line, children: [] };
      open.at(-1)?.children.push(element);
      if (!tag?.endsWith("/")) open.push(element);
    } else (open.at(-1) as XmlElement).text += (content ?? "").trim();
    line += text.slice(start, end).split("\n").length - 1;
  }
  return root;
}

function tooDeep(text: string, at: number, line: number): XmlDocument {
  const column = at - text.lastIndexOf("\n", at);
  const fault = { line, column, message: "nested too deeply" };
  return { name: "", text: "", line: 1, children: [], fault };
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

/** Elements of a name at any depth, in the order of the file. */
export function descendants(from: XmlElement | undefined, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  const waiting = [...(from?.children ?? [])].reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.name === name) found.push(next);
    for (let index = next.children.length - 1; index >= 0; index -= 1)
      waiting.push(next.children[index] as XmlElement);
  }
  return found;
}

function closeTo(open: XmlElement[], name: string): void {
  const at = open.findLastIndex((element) => element.name === name);
  if (at > 0) open.length = at;
}
