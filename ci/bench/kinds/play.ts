import { goods } from "../goods.ts";
import { ALL_MODULES, MAVEN, onJre } from "./jre.ts";
import { type Kind, replaced, selfNamed } from "./kind.ts";

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
    const artifact = `COPY --from=build /src/target/universal/stage/lib/ /app/lib/
COPY --from=build /src/target/universal/stage/conf/ /app/conf/`;
    const start = `"-Dplay.server.pidfile.path=/dev/null", "-cp", "/app/conf:/app/lib/*", "play.core.server.ProdServerStart"`;
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

const COURSIER = "--mount=type=cache,id=coursier,target=/root/.cache/coursier";
const LAUNCHER =
  "RUN mvn --batch-mode --quiet dependency:copy -Dartifact=org.scala-sbt:sbt-launch:1.13.0 -DoutputDirectory=/opt/sbt -Dmdep.stripVersion=true && printf '[repositories]\\nlocal\\nmaven-central\\n' > /opt/sbt/repositories";
const SBT =
  "java -Xss4m -Dsbt.ci=true -Dsbt.supershell=false -Dsbt.override.build.repos=true -Dsbt.repository.config=/opt/sbt/repositories -jar /opt/sbt/sbt-launch.jar";
