import type { Fact } from "../../microservice.ts";
import type { Recipe } from "./recipe.ts";

/** What tools read that aren't in an image, and what a base says of itself. */
const TOOLS = new RegExp(
  `^(${[
    ...["PATH", "HOME", "HOSTNAME", "TERM", "SHELL", "DEBIAN_FRONTEND", "LD_LIBRARY_PATH", "VIRTUAL_ENV"],
    ...["GO(PATH|ROOT|BIN|OS|ARCH|PROXY|PRIVATE|FLAGS|SUMDB|111MODULE|CACHE|MODCACHE)", "CGO_\\w+"],
    ...["CARGO_\\w+", "RUSTFLAGS", "RUSTUP_\\w+", "JAVA_HOME", "MAVEN_\\w+", "GRADLE_\\w+", "SBT_\\w+"],
    ...["NPM_CONFIG_\\w+", "PNPM_HOME", "YARN_\\w+", "COREPACK_\\w+", "NODE_PATH"],
    ...["PIP_\\w+", "PIPENV_\\w+", "POETRY_\\w+", "UV_\\w+", "PDM_\\w+", "PYTHONPATH", "PYTHONHOME"],
  ].join("|")})$`,
  "i",
);

/** Variables that a recipe's image has, for the program: `ENV`, as far as its values are known. */
export function variableFacts({ file, image }: Recipe): Fact[] {
  return [...image.variables].flatMap(([name, { value, line }]): Fact[] => {
    if (TOOLS.test(name) || value.includes("$") || value.includes("\n")) return [];
    return [{ field: "variables", value: [`${name}=${value}`], from: `${file}:${line}` }];
  });
}
