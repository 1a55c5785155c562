/// <reference no-default-lib="true" />

// Engines read all declarations of types anew at each call. To see what functions take and answer they need no more of
// JavaScript's own than these two; without this file they read all that a browser has.

declare global {
  interface Array<T> {
    length: number;
    [index: number]: T;
  }

  interface Promise<T> {
    then(done: (value: T) => void): void;
  }
}

export {};
