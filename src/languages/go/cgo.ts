import type { Recipe } from "../../detection/recipe/recipe.ts";
import type { Fact } from "../../microservice.ts";
import { type Library, NEEDS, systemPackages } from "../system-packages.ts";
import { prefixOf } from "./imports.ts";

/** Modules of which a program without C is none, or one that fails as it starts. */
const CGO = [
  ...["github.com/mattn/go-sqlite3", "gorm.io/driver/sqlite", "github.com/mutecomm/go-sqlcipher"],
  ...["github.com/confluentinc/confluent-kafka-go", "github.com/marcboeker/go-duckdb"],
  ...["github.com/duckdb/duckdb-go", "github.com/tursodatabase/go-libsql", "github.com/miekg/pkcs11"],
  ...["github.com/yalue/onnxruntime_go", "github.com/tree-sitter/go-tree-sitter", "rogchap.com/v8go"],
  ...["github.com/smacker/go-tree-sitter", "github.com/pganalyze/pg_query_go", "github.com/valyala/gozstd"],
  ...["github.com/bytecodealliance/wasmtime-go", "github.com/wasmerio/wasmer-go", "github.com/chai2010/webp"],
  ...[
    "github.com/godror/godror",
    "github.com/knights-analytics/tokenizers",
    "github.com/RoaringBitmap/gocroaring",
  ],
  ...Object.keys(NEEDS.go),
];

/**
 * That a program is linked to the C library, and the packages for it; a recipe's own word decides first.
 *
 * @param given `CGO_ENABLED` among the descriptor's build arguments, which decides before all.
 */
export function cgoFacts(imports: Library[], recipe: Recipe | undefined, given?: string): Fact[] {
  if (given === "0") return [];
  const said = given ? { value: given, from: "service.yaml" } : recipe && saidBy(recipe);
  const own = imports.find(({ name }) => name === "C");
  const needing = imports.flatMap(({ name, from }) => {
    const key = prefixOf(name, CGO);
    return key ? [{ name: key, from }] : [];
  });
  const [first] = needing;
  if (!first && said?.value === "0") return [];
  const why = first ? `${first.from} (${first.name})` : (said?.from ?? (own && `${own.from} (import "C")`));
  if (!why) return [];
  return [{ field: "linkage", value: "dynamic", from: why }, ...systemPackages("go", needing)];
}

/** `CGO_ENABLED` of an `ENV` or a command. */
function saidBy({ file, stages }: Recipe): { value: string; from: string } | undefined {
  for (const { variables, runs } of stages) {
    const variable = variables.get("CGO_ENABLED");
    if (variable) return { value: variable.value, from: `${file}:${variable.line}` };
    const run = runs.find(({ value }) => /\bCGO_ENABLED=[01]\b/.test(value));
    if (run)
      return { value: /CGO_ENABLED=([01])/.exec(run.value)?.[1] as string, from: `${file}:${run.line}` };
  }
  return undefined;
}
