import { type Good, goods } from "../goods.ts";
import { type Files, type Images, type Kind, renamed, replaced, selfNamed, type Variation } from "./kind.ts";

const MONEY = "example.com/multistage/money";

/** Every other gin service counts with the shared library. */
export const usesMoney = ({ index }: Pick<Variation, "index">) => index % 2 === 1;

/** HTTP services on gin. */
export const gin: Kind = {
  template: () => "api",
  vary(files, one) {
    const named = moduleNamed(selfNamed(files, "api", one.name), "api", one.name);
    const route =
      'engine.GET("/goods", func(c *gin.Context) { c.JSON(http.StatusOK, goods) })\n\tengine.NoRoute(';
    const routed = replaced(named, "routes.go", "engine.NoRoute(", route);
    const described = usesMoney(one) ? withMoney(routed) : routed;
    return { ...described, "goods.go": goodsFile(goods(one.random), usesMoney(one)) };
  },
  written: (one, images) => written(one, images, usesMoney(one)),
  naive: (one, images) => naive(one, images, usesMoney(one)),
};

/** Services that speak gRPC. */
export const grpc: Kind = {
  template: () => "login",
  vary(files, one) {
    const named = moduleNamed(files, "login", one.name);
    const told = 'log.Printf("%d goods are known", len(goods))\n\tlog.Printf("login (';
    const routed = replaced(named, "main.go", 'log.Printf("login (', told);
    return { ...routed, "goods.go": goodsFile(goods(one.random), false) };
  },
  written: (one, images) => written(one, images, false),
  naive: (one, images) => naive(one, images, false),
};

/** Generated code names its module in bytes that are counted: it stays. */
function moduleNamed(files: Files, template: string, name: string): Files {
  return renamed(files, new RegExp(`(multistage/)${template}\\b`, "g"), `$1${name}`, /[.]pb[.]go$/);
}

function withMoney(files: Files): Files {
  const required = `go 1.26\n\nrequire ${MONEY} v0.0.0\n\nreplace ${MONEY} => ../../libs/money\n`;
  const own = replaced(files, "go.mod", "go 1.26\n", required);
  return { ...own, "service.yaml": `inputs: [libs/money]\n${own["service.yaml"]}` };
}

function goodsFile(all: Good[], money: boolean): string {
  const rows = all.map(({ name, cents }) => `\t{Name: "${name}", Price: ${cents}},`);
  const imported = money ? `import "${MONEY}"\n\n` : "";
  return `package main

${imported}// Good is something that can be had here.
type Good struct {
	Name  string ${money ? "      " : ""}\`json:"name"\`
	Price ${money ? "money.Amount" : "int64 "} \`json:"price"\`
}

var goods = []Good{
${rows.join("\n")}
}
`;
}

const flags = (kind: string) => (kind.startsWith("gin") ? " GOFLAGS=-tags=nomsgpack" : "");

function written({ name }: Variation, { base }: Images, money: boolean): string {
  const lists = money ? "COPY libs/money/go.mod /src/libs/money/\n" : "";
  const library = money ? "COPY libs/money/ /src/libs/money/\n" : "";
  return `FROM ${base("golang")} AS build
WORKDIR /src/services/${name}
ENV CGO_ENABLED=0${flags(name)}
COPY services/${name}/go.mod services/${name}/go.sum ./
${lists}RUN --mount=type=cache,id=go-mod,target=/go/pkg/mod go mod download
${library}COPY services/${name}/ ./
RUN --mount=type=cache,id=go-mod,target=/go/pkg/mod --mount=type=cache,id=go-build,target=/root/.cache/go-build go build -trimpath -ldflags="-s -w" -o /out/${name} .

FROM scratch
COPY --from=build /out/${name} /${name}
EXPOSE 8080
USER 65532:65532
ENTRYPOINT ["/${name}"]
`;
}

function naive({ name }: Variation, { base }: Images, money: boolean) {
  const place = money ? `COPY . .\nWORKDIR /src/services/${name}` : "COPY . .";
  const dockerfile = `FROM ${base("golang")}
WORKDIR /src
ENV${flags(name)} CGO_ENABLED=0
${place}
RUN go build -o /usr/local/bin/${name} .
EXPOSE 8080
CMD ["${name}"]
`;
  return { dockerfile, context: money ? "repository" : "service" } as const;
}
