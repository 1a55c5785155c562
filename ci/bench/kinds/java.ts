import { goods } from "../goods.ts";
import { ALL_MODULES, MAVEN, onJre } from "./jre.ts";
import { type Files, type Kind, renamed, replaced, selfNamed, type Variation } from "./kind.ts";

/** By turns: Spring Boot in one Maven module, the JDK's own server in two. */
const isSpring = ({ index }: Pick<Variation, "index">) => index % 2 === 1;

/** Maven. */
export const java: Kind = {
  template: (index) => (isSpring({ index }) ? "billing" : "orders"),
  vary(files, one) {
    const named = selfNamed(files, java.template(one.index), one.name);
    return isSpring(one) ? spring(named, one) : twoModules(named, one);
  },
  written(one, images) {
    const modules = isSpring(one)
      ? `${ALL_MODULES},java.desktop`
      : "java.base,java.logging,jdk.httpserver,jdk.unsupported";
    const path = `services/${one.name}`;
    const steps = isSpring(one)
      ? `COPY ${path}/pom.xml ./
RUN ${MAVEN} mvn --batch-mode --quiet dependency:go-offline
COPY ${path}/src/ src/
RUN ${MAVEN} mvn --batch-mode --quiet -DskipTests package`
      : `COPY ${path}/ ./
RUN ${MAVEN} mvn --batch-mode --quiet -DskipTests package`;
    const jar = isSpring(one) ? `target/${one.name}.jar` : "server/target/orders.jar";
    const artifact = `COPY --from=build /src/${jar} /app/app.jar`;
    return onJre(images, modules, `WORKDIR /src\n${steps}`, artifact, '"-jar", "/app/app.jar"');
  },
  naive(one, { base }) {
    const jar = isSpring(one) ? `target/${one.name}.jar` : "server/target/orders.jar";
    const dockerfile = `FROM ${base("jdk")}
WORKDIR /src
COPY . .
RUN mvn --batch-mode package -DskipTests
EXPOSE 8082
CMD ["java", "-jar", "${jar}"]
`;
    return { dockerfile, context: "service" };
  },
};

function goodsClass(packageName: string, { random }: Variation): string {
  const rows = goods(random).map(({ name, cents }) => `      new Goods("${name}", ${cents})`);
  return `package ${packageName};

import java.util.List;

/** Something that can be had here. */
public record Goods(String name, long cents) {
  public static final List<Goods> ALL =
    List.of(
${rows.join(",\n")});
}
`;
}

function spring(files: Files, one: Variation): Files {
  const named = replaced(files, "pom.xml", "<artifactId>billing<", `<artifactId>${one.name}<`);
  const api = "src/main/java/example/billing/Api.java";
  const place = '  @GetMapping("/invoices/{number}")';
  const route = `  @GetMapping("/goods")\n  List<Goods> goods() {\n    return Goods.ALL;\n  }\n\n${place}`;
  const goodsFile = goodsClass("example.billing", one);
  return { ...replaced(named, api, place, route), "src/main/java/example/billing/Goods.java": goodsFile };
}

function twoModules(files: Files, one: Variation): Files {
  const named = renamed(files, /example[.]orders<\/groupId>/g, `example.${one.name}</groupId>`);
  const api = "server/src/main/java/example/orders/server/Api.java";
  const place = '      case "healthz" ->';
  const routed = replaced(
    named,
    api,
    place,
    `      case "goods" -> new Answer(200, example.orders.book.Goods.ALL);\n${place}`,
  );
  const goodsFile = goodsClass("example.orders.book", one);
  return { ...routed, "book/src/main/java/example/orders/book/Goods.java": goodsFile };
}
