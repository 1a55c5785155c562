import { join } from "../files/paths.ts";
import type { Text } from "../yaml/kinds.ts";
import { nearest } from "../yaml/nearest.ts";

/** The forms of text that descriptors use. */

export const anyText: Text = { kind: "text", what: "text", pattern: "^[\\s\\S]*$", scalar: "any" };

/** What an image's settings hold: a Dockerfile has no words for a line break in them. */
export const lineOfText: Text = {
  kind: "text",
  what: "one line of text",
  pattern: "^[^\\n]*$",
  scalar: "any",
  mend: (text) => text.trimEnd(),
  instead: "images keep no line breaks: put the text in a file, or encode it as base64",
};

/** Also what a directory may be called so that its service needs no other name. */
export const serviceName: Text = {
  kind: "text",
  what: "a name in lower case, digits and single - _ or . between them",
  pattern: "^[a-z0-9]+([._-][a-z0-9]+)*$",
  mend: (text) => slug(text),
};

export const environmentName: Text = {
  kind: "text",
  what: "a name in lower case, digits and - after a letter",
  pattern: "^[a-z][a-z0-9-]{0,39}$",
  mend: (text) => slug(text).replace(/[._]+/g, "-"),
};

export const variableName: Text = {
  kind: "text",
  what: "a variable's name: letters, digits and _, no digit first",
  pattern: "^[A-Za-z_][A-Za-z0-9_]*$",
  mend: (text) => text.replace(/[^A-Za-z0-9_]+/g, "_").replace(/^(?=\d)/, "_"),
};

export const labelName: Text = {
  kind: "text",
  what: "a label's name: letters and digits with . _ - or / between them",
  pattern: "^[A-Za-z0-9]+([._/-]+[A-Za-z0-9]+)*$",
  mend: (text) => text.replace(/[^A-Za-z0-9]+$/, "").replace(/[^A-Za-z0-9._/-]+/g, "-"),
};

export const secretName: Text = {
  kind: "text",
  what: "a secret's name: letters, digits, _ and - after a letter",
  pattern: "^[A-Za-z][A-Za-z0-9_-]*$",
  mend: (text) => text.replace(/[^A-Za-z0-9_-]+/g, "_"),
};

/** Where repositories lie, as addresses have it after their scheme. */
export const gitPlace: Text = {
  kind: "text",
  what: "a host of git repositories, with a path if need be",
  pattern: "^[A-Za-z0-9][A-Za-z0-9.-]*(:\\d{1,5})?(/[A-Za-z0-9_.~-]+)*$",
  mend: (text) =>
    text
      .replace(/^([a-z+]+:\/\/)?([^@/]*@)?/, "")
      .replace(/:(?!\d)/, "/")
      .replace(/\/+$/, ""),
  examples: ["github.com/acme", "git.example"],
};

export const version: Text = {
  kind: "text",
  what: "one version such as 1.26, 22 or 3.11.4",
  pattern: "^(\\d+(\\.\\d+){0,3}([-.]?[a-z]+[.-]?\\d*)?|stable)$",
  scalar: "number",
  mend: (text) => /\d+(\.\d+)*/.exec(text)?.[0],
};

/** Debian's, as its policy writes them; apt takes a version after `=`. */
export const packageName: Text = {
  kind: "text",
  what: "a Debian package's name in lower case, such as libpq-dev, with =VERSION if need be",
  pattern: "^[a-z0-9][a-z0-9+.-]+(=[A-Za-z0-9][A-Za-z0-9.+:~*-]*)?$",
  mend: (text) =>
    text
      .trim()
      .toLowerCase()
      .replaceAll("_", "-")
      .replace(/\s*(==?)\s*/, "="),
  examples: ["libpq-dev", "libpq5"],
};

/** No way out of the directory that it is relative to. */
export const path: Text = {
  kind: "text",
  what: "a path inside the repository, relative to the source root",
  pattern: "^(?![/~])(?!(.*/)?\\.\\.(/|$))[^\\\\]+$",
  mend: (text, directory) => join(text.startsWith("/") ? "." : directory, text.replaceAll("\\", "/")),
};

/** A path, and where it lies in the image if that is another. */
export const imageFile: Text = {
  kind: "text",
  what: "a path relative to the service's directory or the source root, with :TARGET if need be",
  pattern: "^(?![/~])(?!(.*/)?\\.\\.(/|:|$))[^\\\\:]+(:(?!(.*/)?\\.\\.(/|$))[^\\\\:]+)?$",
  mend: (text) => text.replaceAll("\\", "/").replace(/^(\.?\/)+/, ""),
  examples: ["templates", "config/production.yaml:/etc/app.yaml"],
};

export const entrypoint: Text = {
  kind: "text",
  what: "what is compiled or started, relative to the service's directory",
  pattern: path.pattern,
  mend: (text) => text.replaceAll("\\", "/").replace(/^\/+/, ""),
  examples: ["./cmd/api", "src/server.js", "app:app"],
};

/** @param names of those that there are. */
export function packageManager(names: string[]): Text {
  return {
    kind: "text",
    what: `${names.join(", ")}, with @VERSION if need be`,
    pattern: `^(${names.join("|")})(@\\d[\\w.+-]*)?$`,
    mend: (text) => nearest(text, names),
    examples: names,
  };
}

/** @param names of those that there are. */
export function language(names: string[]): Text {
  return {
    kind: "text",
    what: "a language's name in lower case",
    pattern: "^[a-z][a-z0-9-]*$",
    mend: (text) => slug(text),
    examples: names,
  };
}

export const urlPath: Text = {
  kind: "text",
  what: "a path that starts with /",
  pattern: "^/[^\\s]*$",
  mend: (text) => `/${text.replace(/^https?:\/\/[^/]*/, "").replace(/^\//, "")}`,
};

export const grpcMethod: Text = {
  kind: "text",
  what: "package.Service/Method",
  pattern: "^[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*/[A-Za-z_]\\w*$",
  mend: (text) => text.replace(/^\//, ""),
};

export const headerName: Text = {
  kind: "text",
  what: "a header's name",
  pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$",
  mend: (text) => text.replace(/[:\s]+$/, ""),
};

function slug(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+|[._-]+$/g, "")
    .replace(/[._-]{2,}/g, "-");
}
