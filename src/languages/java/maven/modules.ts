import { elements, type XmlElement } from "../../../manifests/xml.ts";
import { models, type Pom, pomOf } from "./pom.ts";

/** The modules of a build, and those names of modules that lead back to who names them. */
interface Reactor {
  modules: Pom[];
  circles: Naming[];
}

/** One `<module>` of a pom. */
interface Naming {
  pom: Pom;
  element: XmlElement;
}

/** What was found for a project once: each module of a build asks for the modules of the whole. */
const reactors = new WeakMap<XmlElement, Reactor>();

/** Its modules, theirs too, each once. */
export function modulesOf(pom: Pom): Pom[] {
  return reactorUnder(pom).modules;
}

/** Names of modules that lead back to the pom that names them. */
export function circlesOf(pom: Pom): Naming[] {
  return reactorUnder(pom).circles;
}

function reactorUnder(pom: Pom): Reactor {
  const key = pom.base.directory === pom.tree.directory ? pom.project : undefined;
  const known = key && reactors.get(key);
  if (known) return known;
  const found = walked(pom);
  if (key) reactors.set(key, found);
  return found;
}

/** A module to enter, or one to leave when all below it were met. */
interface Step {
  pom: Pom;
  by?: Naming;
  isLeft?: boolean;
}

/** Depth first with a list of its own: a chain of modules may be longer than calls can nest. */
function walked(root: Pom): Reactor {
  const [met, path] = [new Set<string>(), new Set<string>()];
  const reactor: Reactor = { modules: [], circles: [] };
  const steps: Step[] = [{ pom: root }];
  for (let step = steps.pop(); step; step = steps.pop()) {
    const { directory } = step.pom.tree;
    if (step.isLeft) path.delete(directory);
    else if (step.by && path.has(directory)) reactor.circles.push(step.by);
    if (met.has(directory)) continue;
    met.add(directory);
    path.add(directory);
    if (step.by) reactor.modules.push(step.pom);
    steps.push({ pom: step.pom, isLeft: true });
    for (const next of named(step.pom).reverse()) steps.push(next);
  }
  return reactor;
}

function named(pom: Pom): Step[] {
  const names = models(pom).flatMap((model) => elements(model, "modules", "module"));
  return names.flatMap((element) => {
    const module = pomOf(pom.tree.under(element.text.trim().replace(/\/pom\.xml$/, "")));
    return module ? [{ pom: module, by: { pom, element } }] : [];
  });
}
