import { goods } from "../goods.ts";
import { type Kind, renamed, replaced, selfNamed } from "./kind.ts";

/** Axum, linked statically. */
export const rust: Kind = {
  template: () => "catalog",
  vary(files, one) {
    const named = renamed(
      selfNamed(files, "catalog", one.name),
      /^name = "catalog"$/gm,
      `name = "${one.name}"`,
    );
    const rows = goods(one.random).map(({ name, cents }) => `    ("${name}", ${cents}),`);
    const list = `//! What can be had here.\n\npub const GOODS: &[(&str, u32)] = &[\n${rows.join("\n")}\n];\n`;
    const place = '        .route("/products", get(search))';
    const route = `        .route("/goods", get(|| async { Json(crate::goods::GOODS) }))\n${place}`;
    const routed = replaced(named, "src/routes.rs", place, route);
    return {
      ...replaced(routed, "src/main.rs", "mod routes;", "mod goods;\nmod routes;"),
      "src/goods.rs": list,
    };
  },
  written({ name }, { base }) {
    const path = `services/${name}`;
    const build = "cargo build --release --locked --target x86_64-unknown-linux-gnu";
    const mount = "--mount=type=cache,id=cargo,target=/usr/local/cargo/registry";
    return `FROM ${base("rust")} AS build
WORKDIR /src
ENV RUSTFLAGS="-C target-feature=+crt-static" CARGO_TARGET_DIR=/target
COPY ${path}/Cargo.toml ${path}/Cargo.lock ./
RUN ${mount} mkdir src && echo 'fn main() {}' > src/main.rs && ${build}
COPY ${path}/ ./
RUN ${mount} touch src/main.rs && ${build}

FROM scratch
COPY --from=build /target/x86_64-unknown-linux-gnu/release/${name} /${name}
EXPOSE 8081
USER 65532:65532
ENTRYPOINT ["/${name}"]
`;
  },
  naive({ name }, { base }) {
    const dockerfile = `FROM ${base("rust")}
WORKDIR /src
COPY . .
RUN cargo build --release --locked
EXPOSE 8081
CMD ["/src/target/release/${name}"]
`;
    return { dockerfile, context: "service" };
  },
};
