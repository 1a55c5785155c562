import { LOADED_AT_START } from "../../bases/python-library.ts";
import type { Microservice } from "../../microservice.ts";
import type { Kit, Stage, Tree } from "../../stage.ts";
import { bare } from "../packages.ts";
import { shell } from "../sources.ts";
import { C_LIBRARY, PROVIDED, quotedScript, withLibraries } from "./libraries.ts";

/** The one version that a runtime base has: Debian 12's. */
export const USUAL = "3.11";

/** What an image of Python begins as: with the very interpreter of its build stages. */
export function pythonImage<C extends Stage>(kit: Kit<C>, service: Microservice): C {
  if (isUsual(service)) return bare(kit, service, "python-runtime", service.version);
  return bare(kit, service, "cc").withDirectory("/", interpreter(kit, service.version));
}

/** Libraries that its base has: what else is needed is brought along. */
export function provided(service: Microservice): string[] {
  return isUsual(service) ? PROVIDED : C_LIBRARY;
}

function isUsual({ version = USUAL }: Microservice): boolean {
  return version === USUAL || version.startsWith(`${USUAL}.`);
}

/** Terminals, documentation, tests, installers: no service needs them. */
const UNUSED = [
  ...[
    "config-*",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "pydoc_data",
    "site-packages/*",
    "test",
    "tkinter",
    "turtledemo",
  ],
  ...[
    "turtle.py",
    "_pydecimal.py",
    "_pyio.py",
    "LICENSE.txt",
    "lib-dynload/_test*",
    "lib-dynload/_ctypes_test*",
  ],
  ...["curses", "lib-dynload/_curses*", "lib-dynload/readline*", "lib-dynload/_xx*", "lib-dynload/xx*"],
  ...[
    "lib-dynload/nis*",
    "lib-dynload/ossaudiodev*",
    "lib-dynload/_tkinter*",
    "lib-dynload/_gdbm*",
    "lib-dynload/_dbm*",
  ],
];

const ROOT = "/interpreter";

/** As in the runtime base: what is loaded at start is compiled, without its source, and the rest is source. */
const COMPILE = [
  "import os, pathlib, py_compile, sys",
  "root, *names = sys.argv[1:]",
  "library = pathlib.Path(root + os.path.dirname(os.__file__))",
  "unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH",
  "for name in names:",
  "    for source in [*library.glob(name + '.py'), *library.glob(name + '/**/*.py')]:",
  "        place = str(source)[len(root):]",
  "        py_compile.compile(str(source), str(source) + 'c', place, doraise=True, invalidation_mode=unchecked)",
  "        source.unlink()",
].join("\n");

/** Python and what it loads, from its build stage: public images of it have a whole system around it. */
function interpreter<C extends Stage>(kit: Kit<C>, version: string | undefined): Tree {
  const library = `$(python3 -c 'import os; print(os.path.dirname(os.__file__))')`;
  const system = `${ROOT}/usr/lib/$(basename $(ls -d /usr/lib/*-linux-gnu))`;
  const gathering = kit
    .from("python", version)
    .withExec(
      shell(
        `mkdir -p ${ROOT}/usr/bin ${ROOT}/usr/local/bin ${ROOT}${library} ${system}`,
        `cp $(readlink -f $(command -v python3)) ${ROOT}/usr/local/bin/python3`,
        `ln -s python3 ${ROOT}/usr/local/bin/python`,
        `ln -s /usr/local/bin/python3 ${ROOT}/usr/bin/python3`,
        `cp -a /usr/local/lib/*.so* ${system}`,
        `cp -a ${library}/. ${ROOT}${library}`,
        `(cd ${ROOT}${library} && find . -name __pycache__ -prune -exec rm -rf {} + && rm -rf ${UNUSED.join(" ")})`,
        `python3 -c ${quotedScript(COMPILE)} ${ROOT} ${LOADED_AT_START.join(" ")}`,
        `find ${ROOT} -name '*.so*' -type f -exec strip --strip-unneeded {} +`,
        withLibraries(C_LIBRARY, ROOT, ROOT),
      ),
    );
  return kit.named("interpreter", gathering).directory(ROOT).withTimestamps(0);
}
