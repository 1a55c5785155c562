import { goods } from "../goods.ts";
import { type Kind, renamed, replaced } from "./kind.ts";
import { goodsFile } from "./node.ts";

/** Sites that Vite makes. */
export const site: Kind = {
  template: () => "site",
  vary(files, one) {
    const named = renamed(files, /"name": "site"/g, `"name": "${one.name}"`);
    const imported = replaced(
      named,
      "src/main.ts",
      'import "./style.css";',
      'import "./style.css";\nimport { goods } from "./goods.ts";',
    );
    const shown = `${imported["src/main.ts"]}document.title = \`Units of \${goods.length} goods\`;\n`;
    return { ...imported, "src/main.ts": shown, "src/goods.ts": goodsFile(goods(one.random)) };
  },
  written({ name }, { base }) {
    const path = `services/${name}`;
    return `FROM ${base("golang")} AS server
WORKDIR /src
ENV CGO_ENABLED=0
COPY tools/files/ ./
RUN --mount=type=cache,id=go-build,target=/root/.cache/go-build go build -trimpath -ldflags="-s -w" -o /server .

FROM ${base("node")} AS build
WORKDIR /src
COPY ${path}/package.json ${path}/package-lock.json ./
RUN --mount=type=cache,id=npm,target=/root/.npm npm ci --no-audit --no-fund
COPY ${path}/ ./
RUN npm run build

FROM scratch
COPY --from=server /server /server
COPY --from=build /src/dist/ /www/
EXPOSE 8088
USER 65532:65532
ENTRYPOINT ["/server", "/www"]
`;
  },
  naive(_, { base }) {
    const dockerfile = `FROM ${base("node")}
WORKDIR /app
COPY . .
RUN npm ci
RUN npm run build
EXPOSE 4173
CMD ["npx", "vite", "preview", "--host"]
`;
    return { dockerfile, context: "service" };
  },
};
