import type { Microservice } from "../microservice.ts";
import type { Fault } from "../yaml/fault.ts";
import { suggestion } from "../yaml/nearest.ts";
import type { ParsedDescriptor } from "./descriptor.ts";

/** A service with the descriptor that it came from. */
export interface Described {
  service: Microservice;
  parsed: ParsedDescriptor;
}

/**
 * Needs that name no service, and services that wait for one another.
 *
 * @param absent names of services that are at fault themselves, and so not described.
 */
export function needsFaults(described: Described[], absent: string[]): Fault[] {
  const byName = new Map(described.map((each) => [each.service.name, each]));
  const names = new Set([...byName.keys(), ...absent]);
  return [...described.flatMap((each) => unknownNeeds(each, names)), ...cycles(byName)];
}

function unknownNeeds({ service, parsed }: Described, names: ReadonlySet<string>): Fault[] {
  return service.needs.flatMap((need, index) => {
    if (names.has(need)) return [];
    const others = [...names].filter((name) => name !== service.name);
    const hint = suggestion(need, others) ?? "there is no other service";
    return [placed({ service, parsed }, index, `needs: no service is called "${need}"`, hint)];
  });
}

/** Each cycle once, named in order from where it is first met. */
function cycles(byName: Map<string, Described>): Fault[] {
  const done = new Set<string>();
  const faults: Fault[] = [];
  const visit = (name: string, trail: string[]) => {
    const each = byName.get(name);
    if (!each || done.has(name)) return;
    for (const [index, need] of each.service.needs.entries()) {
      const since = [...trail, name].indexOf(need);
      if (since >= 0) faults.push(cycle(each, index, [...trail, name].slice(since)));
      else visit(need, [...trail, name]);
    }
    done.add(name);
  };
  for (const name of byName.keys()) visit(name, []);
  return faults;
}

function cycle(each: Described, index: number, names: string[]): Fault {
  const [first = ""] = names;
  const fault =
    names.length === 1
      ? placed(each, index, `"${first}" needs itself`, "leave the line out")
      : placed(
          each,
          index,
          `needs go in a circle: ${[...names, first].join(" → ")}`,
          "leave one of them out",
        );
  return { ...fault, among: names };
}

function placed({ service, parsed }: Described, index: number, message: string, hint: string): Fault {
  return { file: parsed.file, ...parsed.at("needs", index), message, hint, service: service.path };
}
