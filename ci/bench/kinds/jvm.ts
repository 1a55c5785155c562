import { goods } from "../goods.ts";
import { type Files, type Images, type Kind, renamed, replaced, selfNamed, type Variation } from "./kind.ts";

const ALL_MODULES =
  "java.base,java.compiler,java.instrument,java.logging,java.management,java.naming,java.net.http,java.scripting,java.security.jgss,java.sql,java.xml,jdk.crypto.ec,jdk.httpserver,jdk.unsupported,jdk.zipfs";

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

/** Play on sbt. */
export const play: Kind = {
  template: () => "play",
  vary(files, one) {
    const named = replaced(
      selfNamed(files, "play", one.name),
      "build.sbt",
      'name := "play"',
      `name := "${one.name}"`,
    );
    const rows = goods(one.random).map(({ name, cents }) => `    Good("${name}", ${cents}),`);
    const list = `package links\n\n/** Something that can be had here. */\ncase class Good(name: String, cents: Int)\n\nobject Good:\n  val all: Seq[Good] = Seq(\n${rows.join("\n")}\n  )\n`;
    const place = "  def all = Action(";
    const action = `  def goods = Action(Ok(Json.toJson(links.Good.all.map(good => good.name -> good.cents).toMap)))\n\n${place}`;
    const acting = replaced(named, "app/controllers/Links.scala", place, action);
    const routes = `${acting["conf/routes"]}GET     /goods       controllers.Links.goods\n`;
    return { ...acting, "conf/routes": routes, "app/links/Good.scala": list };
  },
  written({ name }, images) {
    const path = `services/${name}`;
    const steps = `${LAUNCHER.replace("RUN", `RUN ${MAVEN}`)}
WORKDIR /src
COPY ${path}/project/ project/
COPY ${path}/build.sbt ./
RUN ${COURSIER} ${SBT} update
COPY ${path}/ ./
RUN ${COURSIER} ${SBT} stage && rm target/universal/stage/bin/*.bat`;
    const artifact = "COPY --from=build /src/target/universal/stage/lib/ /app/lib/";
    const start = `"-Dplay.server.pidfile.path=/dev/null", "-cp", "/app/lib/*", "play.core.server.ProdServerStart"`;
    return onJre(images, ALL_MODULES, steps, artifact, start);
  },
  naive({ name }, { base }) {
    const dockerfile = `FROM ${base("jdk")}
${LAUNCHER}
WORKDIR /src
COPY . .
RUN ${SBT} stage
EXPOSE 9000
CMD ["sh", "target/universal/stage/bin/${name}"]
`;
    return { dockerfile, context: "service" };
  },
};

const MAVEN = "--mount=type=cache,id=maven,target=/root/.m2";
const COURSIER = "--mount=type=cache,id=coursier,target=/root/.cache/coursier";
const LAUNCHER =
  "RUN mvn --batch-mode --quiet dependency:copy -Dartifact=org.scala-sbt:sbt-launch:1.13.0 -DoutputDirectory=/opt/sbt -Dmdep.stripVersion=true && printf '[repositories]\\nlocal\\nmaven-central\\n' > /opt/sbt/repositories";
const SBT =
  "java -Xss4m -Dsbt.ci=true -Dsbt.supershell=false -Dsbt.override.build.repos=true -Dsbt.repository.config=/opt/sbt/repositories -jar /opt/sbt/sbt-launch.jar";

function onJre({ base }: Images, modules: string, steps: string, artifact: string, start: string): string {
  return `FROM ${base("jdk")} AS jre
RUN jlink --strip-debug --no-header-files --no-man-pages --compress=2 --add-modules ${modules} --output /jre

FROM ${base("jdk")} AS build
${steps}

FROM ${base("cc")}
COPY --from=jre /jre/ /opt/java/
ENV JAVA_HOME=/opt/java PATH=/opt/java/bin:/usr/bin:/bin
WORKDIR /app
${artifact}
EXPOSE 8082
USER 65532:65532
ENTRYPOINT ["java", ${start}]
`;
}

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
