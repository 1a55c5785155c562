import { badInput } from "../failure.ts";
import { Snapshot } from "../files/snapshot.ts";
import { copies } from "./copies.ts";
import { comment, escaped, exec, json, newFile, quoted } from "./instructions.ts";
import { inLayerOrder } from "./layer-order.ts";
import type { RecordedStage } from "./record.ts";
import type { DockerfileStage } from "./stage.ts";
import { userStages } from "./user-dockerfile.ts";

/**
 * The stages that a recorded one needs, itself last, each once and after those it builds on.
 *
 * @param context what `COPY` reads, nothing by default: that of a selection is written out from its files.
 */
export function dockerfileStages(target: RecordedStage, context = new Snapshot([])): DockerfileStage[] {
  const writer = new StageWriter(context);
  writer.stage(target);
  return writer.stages;
}

class StageWriter {
  readonly stages: DockerfileStage[] = [];
  readonly #names = new Map<RecordedStage, string>();
  readonly #context: Snapshot;

  constructor(context: Snapshot) {
    this.#context = context;
  }

  /** Writes the stage that ends here, unless it is there already; answers its name. */
  stage(end: RecordedStage): string {
    const known = this.#names.get(end);
    if (known) return known;
    const own = chain(end);
    const first = own.shift();
    const given = first?.step.verb === "dockerfile" ? this.#own(first) : undefined;
    if (given && !own.length) return given;
    const base = given ?? (first === undefined ? "scratch" : this.#base(first));
    const instructions = merged(
      inLayerOrder(own)
        .flatMap((node) => this.#instruction(node))
        .map(single),
    );
    const name = end.step.verb === "name" ? end.step.name : `stage-${this.stages.length}`;
    const platform = first?.step.verb === "from" ? first.step.platform : undefined;
    this.stages.push({ name, base, instructions, ...(platform && { platform }) });
    this.#names.set(end, name);
    return name;
  }

  /** The stages of a service's own Dockerfile, as they are; answers the last one's name. */
  #own(node: RecordedStage): string {
    const known = this.#names.get(node);
    if (known || node.step.verb !== "dockerfile") return known ?? "scratch";
    const stages = userStages(node.step.text, node.step.target);
    this.stages.push(...stages);
    const { name } = stages.at(-1) as DockerfileStage;
    this.#names.set(node, name);
    return name;
  }

  #base(node: RecordedStage): string {
    if (node.step.verb === "from") return node.step.address;
    return node.step.verb === "name" ? this.stage(node) : "scratch";
  }

  #instruction(node: RecordedStage): string[] {
    const { step } = node;
    switch (step.verb) {
      case "workdir":
        return [`WORKDIR ${escaped(step.path)}`];
      case "env":
        return [`ENV ${step.name}=${quoted(step.value)}`];
      case "copy":
        return copies(step, (origin) => this.stage(origin), this.#context);
      case "newFile":
        return [newFile(step.path, step.contents)];
      case "exec":
        return [exec(step.args, ancestors(node))];
      case "user":
        return [`USER ${step.name}`];
      case "entrypoint":
        return [`ENTRYPOINT ${json(step.args)}`];
      case "defaultArgs":
        return [`CMD ${json(step.args)}`];
      case "port":
        return [`EXPOSE ${step.port}`];
      case "label":
        return [`LABEL ${step.name}=${quoted(step.value)}`];
      default:
        return [];
    }
  }
}

/** An instruction whose lines all continue the first. @throws a `Failure` where a name in it would begin another. */
function single(instruction: string): string {
  const more = instruction.split("\n").slice(0, -1);
  if (more.every((line) => line.endsWith("\\"))) return instruction;
  throw badInput(
    `a name with a line break would begin an instruction of its own: ${JSON.stringify(instruction)}`,
  );
}

/** The nodes of one stage, its starting point first: an address, an earlier stage's end, or nothing. */
function chain(end: RecordedStage): RecordedStage[] {
  const nodes: RecordedStage[] = [];
  for (let node: RecordedStage | undefined = end; node; node = node.parent) {
    if (node !== end || node.step.verb !== "name") nodes.unshift(node);
    const starts =
      node.step.verb === "from" ||
      node.step.verb === "dockerfile" ||
      (node.step.verb === "name" && node !== end);
    if (starts) break;
  }
  return nodes;
}

function ancestors(node: RecordedStage): RecordedStage[] {
  const nodes: RecordedStage[] = [];
  for (let at: RecordedStage | undefined = node; at; at = at.parent) nodes.unshift(at);
  return nodes;
}

/** Neighbouring `ENV`s become one instruction, and so do `LABEL`s: each is a layer's worth of work. */
function merged(instructions: string[]): string[] {
  return instructions.reduce<string[]>((all, next) => {
    const word = /^(ENV|LABEL) /.exec(next)?.[0];
    const last = all.at(-1);
    if (word && last?.startsWith(word)) all[all.length - 1] = `${last} \\\n    ${next.slice(word.length)}`;
    else all.push(next);
    return all;
  }, []);
}

/** The whole file, ending in the stage that is the image. */
export function dockerfileText(stages: DockerfileStage[], heading: string[]): string {
  const bodies = stages.map(
    ({ name, base, platform, instructions, text }) =>
      text ??
      [`FROM ${platform ? `--platform=${platform} ` : ""}${base} AS ${name}`, ...instructions].join("\n"),
  );
  return `${[heading.map(comment).join("\n"), ...bodies].join("\n\n")}\n`;
}
