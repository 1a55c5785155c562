import type { Maker } from "./frameworks.ts";
import type { PythonFunction, PythonSource } from "./source.ts";

/** Parameters of an application without a framework: those of ASGI 3, and of WSGI (PEP 3333). */
const SIGNATURES = [
  { interface: "asgi", names: /^scope,receive,send$/ },
  { interface: "wsgi", names: /^env(iron|ironment)?,start_?response$/ },
] as const;

/** How a function is served that is an application by its parameters; undefined where it is none. */
export function servedBare({ parameters }: Pick<PythonFunction, "parameters">): Maker | undefined {
  const names = parameters.filter((name) => name !== "self").join();
  const found = SIGNATURES.find((each) => each.names.test(names));
  return found && { interface: found.interface, modules: [] };
}

/** The same of a class, whose objects are called. */
export function servedClass({ calls }: PythonSource, name: string): Maker | undefined {
  const call = calls.get(name);
  return call && servedBare(call);
}
