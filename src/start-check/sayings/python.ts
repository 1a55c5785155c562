import { quoted, type Saying } from "./saying.ts";

/** Python, and the servers that load an application by its name. */
export const PYTHON: Saying[] = [
  {
    of: /(?:^ModuleNotFoundError: |Unrecoverable error: ModuleNotFoundError\(")No module named '([^']+)'/m,
    missing: (name) => `there is no module ${quoted(name)} in the image`,
    mend: (name) => `name what brings ${name.split(".")[0]} among the dependencies`,
  },
  {
    of: /: No module named '?([\w.]+)'?(?:;|$)/,
    missing: (name) => `there is no module ${quoted(name)} in the image`,
    mend: () => "say `entrypoint:` or `command:`",
  },
  {
    of: /python3?: can't open file '([^']+)'/,
    missing: (path) => `there is no ${path} in the image`,
    mend: () => "say `entrypoint:` or `command:`",
  },
  {
    of: /ImportError: cannot import name '([^']+)' from '([^']+)'/,
    missing: (name, from) => `${from} has no ${name}`,
    mend: () => "its version is not the one that it was written for: pin it",
  },
  {
    of: /((?:Syntax|Indentation|Tab)Error: .*)/,
    missing: (words) => `its interpreter can't read it: ${words}`,
  },
  {
    of: /Error loading ASGI app\. (Could not import module|Attribute) "([^"]+)"/,
    missing: (what, name) =>
      what === "Attribute"
        ? `the module has no ${quoted(name)}`
        : `there is no module ${quoted(name)} in the image`,
    mend: () => "say `entrypoint: module:object`",
  },
  {
    of: /Failed to find attribute '([^']+)' in '([^']+)'/,
    missing: (name, module) => `${module} has no ${quoted(name)}`,
    mend: () => "say `entrypoint: module:object`",
  },
  {
    of: /Error: (Could not locate a Flask application.*|Could not import '[^']+'.*|While importing '[^']+'.*|Failed to find Flask .*)/,
    missing: (words) => `Flask finds no application: ${words.trim()}`,
    mend: () => "say `entrypoint: module:object`",
  },
];
