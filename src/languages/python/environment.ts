import { LIBRARIES } from "../language.ts";
import { APP } from "../sources.ts";

/** Where dependencies lie in an image. */
export const ENVIRONMENT = `${APP}/lib`;

/** Where they are installed. */
export const INSTALLED = `${LIBRARIES}${ENVIRONMENT}`;

/** Where an image has the programs that packages bring: on every base's `PATH`. */
const PROGRAMS = "/usr/local/bin";

/**
 * Commands that make an environment for an image of what an installer left.
 *
 * @param root what lies in the image's root; dependencies are in {@link ENVIRONMENT} below it.
 */
export function relocated(root: string): string[] {
  return [programs(root), placed(root), hooks(root)];
}

/** Programs begin with the interpreter of the stage that installed them: an image has it at its one place. */
function programs(root: string): string {
  const from = `${root}${ENVIRONMENT}/bin`;
  const move = [
    `sed -i '1s,^#!.*python[0-9.]*,#!/usr/bin/python3,' ${from}/*`,
    `mkdir -p ${root}${PROGRAMS}`,
    `mv ${from}/* ${root}${PROGRAMS}`,
  ].join(" && ");
  return `if [ -d ${from} ]; then ${move}; rmdir ${from}; fi`;
}

/** What is installed for editing lies where its sources do in the image, not where they are in the stage. */
function placed(root: string): string {
  const files = `find ${root}${ENVIRONMENT} -maxdepth 2 '(' -name '*.pth' -o -name '__editable__*' -o -name direct_url.json ')' -type f`;
  return `${files} -exec sed -E -i 's,(^|["'"'"']|file://)/src(/|["'"'"']|$),\\1${APP}\\2,g' {} +`;
}

/** Python reads `.pth` files in folders of its own alone, so this one is made such a folder where there are any. */
function hooks(root: string): string {
  const environment = `${root}${ENVIRONMENT}`;
  const lines = `'import site' 'site.addsitedir("${ENVIRONMENT}")'`;
  return (
    `if ls ${environment}/*.pth > /dev/null 2>&1 && [ ! -e ${environment}/sitecustomize.py ]; ` +
    `then printf '%s\\n' ${lines} > ${environment}/sitecustomize.py; fi`
  );
}

/**
 * Servers and frameworks that nearly every service has, and that nothing reads the sources of: a traceback names
 * their files and lines but can't quote them. All others keep theirs, since many are read: by `inspect`, by loaders of
 * stubs, by whoever looks for plug-ins.
 */
const UNREAD = [
  "blinker",
  "click",
  "flask",
  "gunicorn",
  "itsdangerous",
  "jinja2",
  "markupsafe",
  "packaging",
  "werkzeug",
];

/** Compiles what was installed, as far as it is Python at all: templates of sources are not. Of {@link UNREAD} the result stays alone. */
export function compiled(): string[] {
  const bare = UNREAD.join(" ");
  const alone = [
    compile(`${INSTALLED}/$each`, `${ENVIRONMENT}/$each`, "-b"),
    `find ${INSTALLED}/$each -type f '(' -name '*.py' -o -name '*.py[ix]' -o -name '*.[ch]' ')' -delete`,
  ].join(" && ");
  return [
    `for each in ${bare}; do if [ -d ${INSTALLED}/$each ]; then ${alone} || exit 1; fi; done`,
    `{ ${compile(INSTALLED, ENVIRONMENT, "-q -j 0")} || true; }`,
  ];
}

/**
 * pyc files that don't depend on a clock: checked against nothing, since nothing in an image changes.
 *
 * @param place where the files will lie: tracebacks say it.
 * @param options `-b` writes them beside the sources, where they serve without them.
 */
export function compile(directory: string, place: string, options = "-j 0"): string {
  return `python3 -m compileall -q ${options} --invalidation-mode unchecked-hash -s ${directory} -p ${place} ${directory}`;
}
