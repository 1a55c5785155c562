import { expect, it } from "vitest";
import { Snapshot } from "../../../../src/files/snapshot.ts";
import { detectJava } from "../../../../src/languages/java/detect.ts";

const POM = `<project><groupId>a</groupId><artifactId>shop</artifactId><version>1</version>
  <dependencies><dependency><groupId>io.dropwizard</groupId><artifactId>dropwizard-core</artifactId></dependency></dependencies>
  <build><plugins><plugin><artifactId>maven-shade-plugin</artifactId><configuration><transformers><transformer>
  <mainClass>a.Shop</mainClass></transformer></transformers></configuration>
  <executions><execution><goals><goal>shade</goal></goals></execution></executions></plugin></plugins></build></project>`;

const factsOf = (files: Record<string, string>) => {
  const { facts = [] } = detectJava(Snapshot.of({ "pom.xml": POM, ...files })) ?? {};
  return facts.filter(({ field }) => field === "command" || field === "files");
};

const JAR = ["java", "-jar", "/app/shop-1.jar"];

it("is told to serve, by the only settings that lie beside the build file", () => {
  expect(factsOf({ "shop.yml": "", "docker-compose.yml": "" })).toEqual([
    { field: "command", value: [...JAR, "server", "shop.yml"], from: "shop.yml" },
    { field: "files", value: ["shop.yml"], from: "shop.yml" },
  ]);
});

it("is told to serve by what it does by default where there are several", () => {
  expect(factsOf({ "a.yml": "", "b.yml": "" })).toEqual([
    { field: "command", value: [...JAR, "server"], from: "pom.xml" },
  ]);
});

it("is told what a Procfile says", () => {
  expect(factsOf({ "a.yml": "", Procfile: "web: java -jar target/shop-1.jar check a.yml\n" })).toEqual([
    { field: "command", value: [...JAR, "check", "a.yml"], from: "Procfile:1" },
  ]);
});
