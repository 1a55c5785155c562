/// <reference no-default-lib="true" />

// Engines read all declarations of types anew at each call. To see what functions take and answer they need no more of
// JavaScript's own than these two; without this file they read all that a browser has.

// biome-ignore lint/correctness/noUnusedVariables: TypeScript looks for it by its name
interface Array<T> {
  length: number;
  [index: number]: T;
}

// biome-ignore lint/correctness/noUnusedVariables: TypeScript looks for it by its name
interface Promise<T> {
  then(done: (value: T) => void): void;
}
