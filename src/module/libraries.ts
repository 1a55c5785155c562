/// <reference no-default-lib="true" />
/// <reference lib="es2023" />

// Engines read TypeScript's declarations at each call: without these lines those of browsers, too.
