import { isScalar, type Node, type Scalar } from "yaml";
import type { Choice, Integer, Text, Truth } from "./kinds.ts";
import { nearest } from "./nearest.ts";
import { isNull, nodeAt, shown } from "./nodes.ts";
import type { Reading } from "./reader-state.ts";

type Single = Text | Integer | Truth | Choice;

/** Reads a single value; undefined, with a fault noted, where it isn't what its kind says. */
export function readScalar(kind: Single, node: Node, path: string, reading: Reading): unknown {
  if (kind.kind === "text") return readText(kind, node, path, reading);
  const value = isScalar(node) ? node.value : undefined;
  if (isOf(kind, value)) return value;
  reading.fault(nodeAt(node), path, `must be ${expected(kind)}, not ${shown(node)}`, meant(kind, value));
  return undefined;
}

/** Notes a fault where a text hasn't its form. */
export function checkText(kind: Text, text: string, at: number, subject: string, reading: Reading): boolean {
  if (matches(kind, text)) return true;
  reading.fault(
    at,
    subject,
    `must be ${kind.what}, not "${firstLine(text)}"`,
    meantText(kind, text, reading),
  );
  return false;
}

function readText(kind: Text, node: Node, path: string, reading: Reading): string | undefined {
  const text = textOf(kind, node);
  if (text !== undefined) return checkText(kind, text, nodeAt(node), path, reading) ? text : undefined;
  const source = isScalar(node) && !isNull(node) ? (node.source ?? "") : undefined;
  const quotes = source === undefined ? undefined : "put it in quotes";
  const hint = (source && meantText(kind, source, reading)) || quotes;
  reading.fault(nodeAt(node), path, `must be ${kind.what}, not ${shown(node)}`, hint);
  return undefined;
}

/** The text that a scalar is, or is written as. */
function textOf(kind: Text, node: Node): string | undefined {
  if (!isScalar(node)) return undefined;
  const { value, source } = node as Scalar;
  if (typeof value === "string") return value;
  const isNumber = typeof value === "number" || typeof value === "bigint";
  const taken = kind.scalar && (isNumber || (kind.scalar === "any" && value !== null));
  return taken ? (source ?? String(value)) : undefined;
}

function meantText(kind: Text, text: string, { directory }: Reading): string | undefined {
  const better = mended(kind, text, directory);
  return better ? `did you mean "${better}"?` : kind.instead;
}

function firstLine(text: string): string {
  const [first, ...others] = text.split("\n");
  return others.length ? `${first}…` : text;
}

function isOf(kind: Integer | Truth | Choice, value: unknown): boolean {
  if (kind.kind === "boolean") return typeof value === "boolean";
  if (kind.kind === "choice") return kind.values.includes(value as string);
  return Number.isInteger(value) && (value as number) >= kind.minimum && (value as number) <= kind.maximum;
}

function expected(kind: Integer | Truth | Choice): string {
  if (kind.kind === "boolean") return "true or false";
  if (kind.kind === "choice") return kind.values.join(" or ");
  return `${kind.what} from ${kind.minimum} to ${kind.maximum}`;
}

function meant(kind: Integer | Truth | Choice, value: unknown): string | undefined {
  const text = String(value);
  if (kind.kind === "choice") {
    const near = nearest(text, kind.values);
    return near && `did you mean "${near}"?`;
  }
  if (kind.kind === "integer")
    return text.trim() && isOf(kind, Number(text)) ? `say ${Number(text)}` : undefined;
  if (/^(y|yes|on|true|1)$/i.test(text)) return "say true";
  return /^(n|no|off|false|0)$/i.test(text) ? "say false" : undefined;
}

/** True where the whole text has the form. */
export function matches(form: Text, text: string): boolean {
  return new RegExp(form.pattern, "u").test(text);
}

/** The text that was probably meant, where one can be made. */
export function mended(form: Text, text: string, directory: string): string | undefined {
  const meant = form.mend?.(text, directory);
  return meant && meant !== text && matches(form, meant) ? meant : undefined;
}
