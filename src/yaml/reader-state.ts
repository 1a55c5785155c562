import type { Document } from "yaml";
import type { Position } from "./fault.ts";

/** What a reading of a descriptor needs, and what it collects on its way. */
export interface Reading {
  document: Document;
  /** Of the service, for guesses at what a path means. */
  directory: string;
  /**
   * Notes a fault at an offset of the text.
   *
   * @param subject the field that it is about, before the message; a text that an anchor brings to several
   * fields is at fault once.
   */
  fault(offset: number, subject: string, text: string, hint?: string): void;
  /** Notes where a value stands. */
  place(path: string, offset: number): void;
  position(offset: number): Position;
}

/** `expect[0].status`. */
export function dotted(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return path ? `${path}.${key}` : key;
}
