import { type Good, goods } from "../goods.ts";
import { type Kind, renamed, replaced, selfNamed, type Variation } from "./kind.ts";

const isTypeScript = ({ index }: Pick<Variation, "index">) => index % 2 === 0;

/** By turns: JavaScript with express and npm, TypeScript with hono and pnpm. */
export const node: Kind = {
  template: (index) => (isTypeScript({ index }) ? "assets" : "web"),
  vary(files, one) {
    const template = node.template(one.index);
    const named = renamed(selfNamed(files, template, one.name), nameOf(template), `"name": "${one.name}"`);
    const list = goodsFile(goods(one.random));
    if (isTypeScript(one)) {
      const route = 'server.get("/goods", (context) => context.json(goods));\n  server.notFound(';
      const routed = replaced(named, "src/app.ts", "server.notFound(", route);
      const imported = replaced(
        routed,
        "src/app.ts",
        'from "./badge.js";',
        'from "./badge.js";\nimport { goods } from "./goods.js";',
      );
      return { ...imported, "src/goods.ts": list };
    }
    const place = "server.use((_, response) => response.status(404)";
    const routed = replaced(
      named,
      "src/app.js",
      place,
      `server.get("/goods", (_, response) => response.json(goods));\n  ${place}`,
    );
    const imported = replaced(
      routed,
      "src/app.js",
      "import { Menu }",
      'import { goods } from "./goods.js";\nimport { Menu }',
    );
    return { ...imported, "src/goods.js": list };
  },
  written({ name, index }, { base }) {
    const steps = isTypeScript({ index }) ? TYPESCRIPT : JAVASCRIPT;
    return `FROM ${base("node", "20")} AS build
WORKDIR /src
${steps.replaceAll("SERVICE", `services/${name}`)}
FROM ${base("node-runtime", "20")}
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /out/ ./
EXPOSE 3000
USER 65532:65532
ENTRYPOINT ["node", "index.mjs"]
`;
  },
  naive(one, { base }) {
    const install = isTypeScript(one)
      ? `RUN npm install --global ${PNPM}\nRUN pnpm install --frozen-lockfile && pnpm run build`
      : "RUN npm ci";
    const start = isTypeScript(one) ? "dist/main.js" : "src/main.js";
    const dockerfile = `FROM ${base("node", "20")}
WORKDIR /app
COPY . .
${install}
EXPOSE 3000
CMD ["node", "${start}"]
`;
    return { dockerfile, context: "service" };
  },
};

const PNPM = "pnpm@10.34.8";

/** The bundle is made the same way, so that the image is as small. */
const ESBUILD = "esbuild@0.25.12";
const BUNDLE =
  "--bundle --platform=node --format=esm --minify-syntax --legal-comments=none --target=node20 \"--banner:js=import{createRequire as r}from'node:module';const require=r(import.meta.url);\" --outfile=/out/index.mjs";

const JAVASCRIPT = `RUN --mount=type=cache,id=npm,target=/root/.npm npm install --global ${ESBUILD}
COPY SERVICE/package.json SERVICE/package-lock.json ./
RUN --mount=type=cache,id=npm,target=/root/.npm npm ci --no-audit --no-fund
COPY SERVICE/ ./
RUN esbuild src/main.js ${BUNDLE}
`;

const TYPESCRIPT = `RUN --mount=type=cache,id=npm,target=/root/.npm npm install --global ${PNPM} ${ESBUILD}
COPY SERVICE/package.json SERVICE/pnpm-lock.yaml ./
RUN --mount=type=cache,id=pnpm,target=/var/cache/pnpm pnpm install --frozen-lockfile --package-import-method=copy --store-dir=/var/cache/pnpm
COPY SERVICE/ ./
RUN pnpm run build && esbuild dist/main.js ${BUNDLE}
`;

/** In package.json, and at both places of npm's lockfile. */
const nameOf = (template: string) => new RegExp(`"name": "${template}"`, "g");

export function goodsFile(all: Good[]): string {
  const rows = all.map(({ name, cents }) => `  { name: "${name}", cents: ${cents} },`);
  return `/** What can be had here. */\nexport const goods = [\n${rows.join("\n")}\n];\n`;
}
