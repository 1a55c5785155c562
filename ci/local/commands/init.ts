import { chmod, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import * as commands from "../../../src/commands/index.ts";
import type { Changes, FileChange, Parts } from "../../../src/commands/init/changes.ts";
import { diffText } from "../../../src/commands/init/diff.ts";
import { IGNORE_FILE } from "../../../src/commands/init/ignore-file.ts";
import { providerIn } from "../../../src/commands/init/provider.ts";
import { asFailure, badInput, EXIT } from "../../../src/failure.ts";
import type { CiSettings } from "../../../src/publish/ci-settings.ts";
import { fileText } from "../../providers/file.ts";
import { pipelineOf } from "../../providers/pipeline.ts";
import { PROVIDERS } from "../../providers/providers.ts";
import type { CallOptions, Output } from "../call.ts";
import type { LocalEngine } from "../engine.ts";
import { printFailures } from "../output/failures.ts";
import { VERSION } from "../paths.ts";
import { makeDirectory } from "../process/directories.ts";
import { rootOf } from "../source/root.ts";
import { installed, published } from "../wrapper/npm-package.ts";
import { type Pin, WRAPPER, wrapperText } from "../wrapper/script.ts";
import { NEXT, plannedText, writtenText } from "./init-text.ts";
import { open } from "./open.ts";

/** `init`: writes what a repository lacks, having shown it; ends with what would be built. */
export async function init(options: CallOptions): Promise<Output> {
  const { root } = rootOf(options.source);
  const engine = await open(options);
  const changes = await changesFor(engine, root, options);
  if (changes.files.length) {
    (options.json ? process.stderr : process.stdout).write(`${diffText(changes.files)}\n\n`);
    if (!options.yes && !process.stdin.isTTY) return unasked(options);
    if (!options.yes && !(await agreed(changes.files)))
      return { text: "nothing was written", exitCode: EXIT.input };
    await Promise.all(changes.files.map((file) => write(root, file)));
  }
  const data = { written: changes.files.map(({ path }) => path), kept: changes.kept };
  const text = [writtenText(changes), await plannedText(options), NEXT];
  return { text: text.filter(Boolean).join("\n\n"), data };
}

/** What there is is told also where nobody is there to ask. */
async function unasked(options: CallOptions): Promise<Output> {
  const text = await plannedText(options);
  printFailures([badInput("nothing was written: nobody is here to ask", "--yes writes it")]);
  return { text, exitCode: EXIT.input };
}

async function changesFor(engine: LocalEngine, root: string, { registry }: CallOptions): Promise<Changes> {
  const { checkout } = await engine.sources();
  const provider = providerIn(engine.snapshot, checkout?.remote);
  const wrapper = { path: WRAPPER, text: engine.snapshot.has(WRAPPER) ? "" : wrapperText(await pin(root)) };
  const pipeline = provider && pipelineFile(provider, await commands.ci(engine));
  const ignoreFile = await readFile(join(root, IGNORE_FILE), "utf8").catch(() => undefined);
  return commands.init(engine, { wrapper, pipeline: pipeline || undefined, ignoreFile, registry });
}

/** What `ci` writes for a provider. */
function pipelineFile(name: string, settings: CiSettings): Parts["pipeline"] {
  const provider = PROVIDERS[name];
  return (
    provider && {
      path: provider.path,
      text: fileText(provider, name, pipelineOf(settings, `./${WRAPPER}`, name)),
    }
  );
}

/** The version that runs. Where nobody knows its hash, the wrapper says how to fill it in, and runs nothing unchecked. */
async function pin(root: string): Promise<Pin> {
  try {
    return installed(VERSION) ?? (await published(VERSION, root));
  } catch (error) {
    const { message } = asFailure(error);
    process.stderr.write(
      `${WRAPPER}: ${message}, so its line integrity= stays empty: multistage upgrade ${VERSION} fills it in\n`,
    );
    return { version: VERSION, integrity: "" };
  }
}

async function agreed(files: FileChange[]): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question(
    `Write ${files.length === 1 ? "this file" : `these ${files.length} files`}? [y/N] `,
  );
  asking.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function write(root: string, { path, after, isExecutable }: FileChange): Promise<void> {
  const file = join(root, path);
  makeDirectory(dirname(file));
  await writeFile(file, after);
  if (isExecutable) await chmod(file, 0o755);
}
