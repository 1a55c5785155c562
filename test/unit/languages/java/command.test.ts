import { describe, expect, it } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { commandFacts, javaLine } from "../../../../src/languages/java/command.ts";

const dockerfile = (...lines: string[]) =>
  Snapshot.of({ Dockerfile: ["FROM eclipse-temurin:17", ...lines].join("\n") });

/** Flags, then a bar, then words; what is left out in brackets. */
function read(tree: Snapshot): string {
  const line = javaLine(tree);
  if (!line) return "nothing";
  const left = line.left.length ? [`[${line.left.join(" ")}]`] : [];
  return [...line.flags, "|", ...line.words, ...left].join(" ");
}

describe("how a service's own files start Java", () => {
  it.each([
    ["exec form", ['ENTRYPOINT ["java", "-Xmx256m", "-jar", "/app.jar"]'], "-Xmx256m |"],
    ["arguments in CMD", ['ENTRYPOINT ["java", "-jar", "a.jar"]', 'CMD ["--debug"]'], "| --debug"],
    ["a shell's line", ["CMD java $JAVA_OPTS -Dmode=prod -jar /app.jar --x=1"], "-Dmode=prod | --x=1"],
    [
      "a variable of the Dockerfile's",
      ['ENV JAVA_OPTS="-Xms64m -Xmx128m"', "ENTRYPOINT exec java $JAVA_OPTS -jar app.jar"],
      "-Xms64m -Xmx128m |",
    ],
    [
      "a shell by name",
      [`ENTRYPOINT ["sh", "-c", "java \${JAVA_OPTS} -Da=b -jar /app.jar \${0} \${@}"]`],
      "-Da=b |",
    ],
    ["a port that only a platform knows", ["CMD java -Dserver.port=$PORT -jar app.jar"], "|"],
    ["a default", [`CMD java -Dserver.port=\${PORT:-9090} -jar app.jar`], "-Dserver.port=9090 |"],
    [
      "a class",
      ['CMD ["java", "-cp", "app:lib/*", "--add-opens", "java.base/java.lang=ALL-UNNAMED", "a.Main", "x"]'],
      "--add-opens=java.base/java.lang=ALL-UNNAMED | x",
    ],
    ["an agent", ['CMD ["java", "-javaagent:/otel.jar", "-jar", "a.jar"]'], "| [-javaagent:/otel.jar]"],
    [
      "a wrapper of Java",
      ['ENTRYPOINT ["/usr/local/bin/java.sh","-jar","./app.jar", "--port=80"]'],
      "| --port=80",
    ],
    ["the last stage alone", ['CMD ["java", "-Xmx1m"]', "FROM scratch", 'CMD ["/native"]'], "nothing"],
  ])("%s", (_what, lines, expected) => expect(read(dockerfile(...lines))).toBe(expected));

  it("a Procfile", () => {
    expect(read(Snapshot.of({ Procfile: "web: java -Xss1m -jar target/a.jar\n" }))).toBe("-Xss1m |");
  });

  it("is a fact where there is more to it than the jar", () => {
    const facts = (...lines: string[]) =>
      commandFacts(javaLine(dockerfile(...lines)), { entrypoint: "target/a.jar", version: "17" });
    expect(facts('CMD ["java", "-jar", "x.jar"]')).toEqual([]);
    expect(facts("", 'CMD ["java", "-jar", "x.jar", "--server.port=81"]')).toEqual([
      { field: "command", value: ["java", "-jar", "/app/a.jar", "--server.port=81"], from: "Dockerfile:3" },
      { field: "port", value: 81, from: "Dockerfile:3" },
    ]);
  });
});
