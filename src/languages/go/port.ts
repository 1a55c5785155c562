import { portFacts } from "../../detection/ports.ts";
import type { Snapshot } from "../../files/snapshot.ts";
import type { Fact } from "../../microservice.ts";
import { directRequires } from "./go-mod.ts";
import type { Found } from "./imports.ts";
import type { GoModule } from "./module.ts";

/** What frameworks listen on by default or by convention. */
const PORTS: Record<string, number> = {
  "github.com/gin-gonic/gin": 8080,
  "github.com/labstack/echo/v4": 1323,
  "github.com/gofiber/fiber/v2": 3000,
  "github.com/gofiber/fiber/v3": 3000,
  "github.com/beego/beego/v2": 8080,
};

/** What listens on an address that it is given, of the standard library and of frameworks. */
const LISTENS = /(^|\.)(ListenAndServe(TLS)?|Listen|Start(TLS)?|Run(TLS)?)$/;

/** The port that a Dockerfile exposes, the only one that the code listens on, or what its framework does by default. */
export function goPort(tree: Snapshot, module: GoModule, literals: Found[]): Fact[] {
  const [first] = portFacts(tree, PORTS, directRequires(module.directives));
  if (first && !first.from.startsWith("default of")) return [first];
  const said = literals.flatMap(({ text, call = "", file, line }): Fact[] => {
    const port = LISTENS.test(call) && /^(?:0\.0\.0\.0|\[::\])?:(\d{2,5})$/.exec(text)?.[1];
    return port ? [{ field: "port", value: Number(port), from: `${file}:${line}` }] : [];
  });
  const isClear = new Set(said.map(({ value }) => value)).size === 1;
  return isClear ? said.slice(0, 1) : first ? [first] : [];
}
