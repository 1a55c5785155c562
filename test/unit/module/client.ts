import { isOptional, type Method, type Surface, type SurfaceObject, type Type } from "../../../ci/surface.ts";

/**
 * The types that Dagger generates for a module in TypeScript that depends on this one, by its generator's rules: what a
 * caller may leave out is one object at the end, scalars and lists come as promises, objects are gone on with.
 */
export function generatedClient({ objects, enums }: Surface): string {
  const named = (name: string) =>
    name === MAIN ? MAIN : name in objects || name in enums ? MAIN + name : name;
  const typed = (type: Type): string =>
    type.typeDef ? `${typed(type.typeDef)}[]` : (SCALARS[type.kind] ?? named(type.name ?? "unknown"));
  const returned = (type: Type) => (type.kind === "OBJECT_KIND" ? typed(type) : `Promise<${typed(type)}>`);
  const method = (
    name: string,
    { arguments: args, returnType }: Pick<Method, "arguments" | "returnType">,
  ) => {
    const said = Object.entries(args);
    const needed = said.flatMap(([arg, one]) => (isOptional(one) ? [] : [`${arg}: ${typed(one.type)}`]));
    const options = said.flatMap(([arg, one]) => (isOptional(one) ? [`${arg}?: ${typed(one.type)}`] : []));
    const last = options.length ? [`opts?: { ${options.join("; ")} }`] : [];
    return `  ${name}(${[...needed, ...last].join(", ")}): ${returned(returnType)};`;
  };
  const members = ({ methods, properties }: SurfaceObject) => [
    ...Object.entries(methods).map(([name, one]) => method(name, one)),
    ...Object.entries(properties).flatMap(([name, { type, isExposed }]) =>
      isExposed ? [method(name, { arguments: {}, returnType: type })] : [],
    ),
  ];
  const classes = Object.entries(objects).map(
    ([name, object]) => `export declare class ${named(name)} {\n${members(object).join("\n")}\n}`,
  );
  const choices = Object.entries(enums).map(
    ([name, { values }]) => `export declare enum ${named(name)} { ${Object.keys(values).join(", ")} }`,
  );
  return [HEAD, ...choices, ...classes, ""].join("\n");
}

const MAIN = "Multistage";

const SCALARS: Record<string, string> = {
  STRING_KIND: "string",
  INTEGER_KIND: "number",
  BOOLEAN_KIND: "boolean",
  VOID_KIND: "void",
};

const HEAD = `import { Client, type Container, type Directory, type File, type Platform, type Secret, type Service } from "@dagger.io/dagger-core";
export * from "@dagger.io/dagger-core";
export declare const dag: Client & { multistage(): Multistage };`;
