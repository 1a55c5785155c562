import { afterAll, beforeAll, expect, it } from "vitest";
import { $ } from "zx";
import { callJson, inService, LOCAL, only, repository } from "./command.ts";
import { LIBRARIES } from "./java-service.ts";
import { start } from "./running.ts";

/** What a server answers whose class starts with a library beside it, and which wants more of Java than most. */
const MAIN = `package shop;
import com.google.gson.Gson;
import com.sun.net.httpserver.HttpServer;
import java.awt.*;
import java.awt.image.BufferedImage;
import java.beans.Introspector;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.text.NumberFormat;
import java.util.*;
import javax.imageio.ImageIO;

public class Main {
  public static class Goods { private String name; public String getName() { return name; } public void setName(String name) { this.name = name; } }
  public static void main(String[] words) throws Exception {
    Map<String, Object> said = new TreeMap<>();
    said.put("beans", Introspector.getBeanInfo(Goods.class).getPropertyDescriptors().length);
    said.put("encoding", System.getProperty("sun.jnu.encoding"));
    said.put("flag", System.getProperty("flag"));
    said.put("image", drawn());
    said.put("number", NumberFormat.getInstance(Locale.GERMANY).format(1234.5));
    said.put("resource", new String(Main.class.getResourceAsStream("/word.txt").readAllBytes()).trim());
    said.put("version", Runtime.version().feature());
    String text = new Gson().toJson(said);
    HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(System.getenv("PORT"))), 0);
    server.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (var body = exchange.getResponseBody()) { body.write(text.getBytes("UTF-8")); }
    });
    server.start();
  }
  static boolean drawn() throws Exception {
    BufferedImage image = new BufferedImage(80, 20, BufferedImage.TYPE_INT_RGB);
    image.createGraphics().drawString("text", 2, 15);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    return ImageIO.write(image, "png", png) && png.size() > 100;
  }
}
`;

const [group, artifact, version] = LIBRARIES.gson.split(":");

/** Its wrapper's Maven has the plugins of long ago, among them one that copies no resource of 1970. */
const root = repository(
  inService("draws", {
    "pom.xml": `<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>draws</artifactId>
  <version>1</version>
  <properties><maven.compiler.source>21</maven.compiler.source><maven.compiler.target>21</maven.compiler.target></properties>
  <dependencies><dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency></dependencies>
  <build><plugins><plugin>
    <groupId>org.codehaus.mojo</groupId>
    <artifactId>exec-maven-plugin</artifactId>
    <version>3.5.0</version>
    <configuration><mainClass>shop.Main</mainClass></configuration>
  </plugin></plugins></build>
</project>
`,
    ".mvn/wrapper/maven-wrapper.properties":
      "distributionUrl=https://maven.example/apache-maven-3.8.1-bin.zip\n",
    "src/main/java/shop/Main.java": MAIN,
    "src/main/resources/word.txt": "there\n",
    Procfile: "web: java $JAVA_OPTS -Dflag=kept -cp target/classes shop.Main\n",
  }),
);

let image = "";
beforeAll(async () => {
  const built = only(await callJson(["build", "--service", "draws", "--source", root, ...LOCAL]));
  expect(built.error).toBeNull();
  image = built.reference ?? "";
});
afterAll(() => $`rm -rf ${root}`);

it("a class starts, on a runtime that has what its classes name", async () => {
  const running = await start(image);
  const answer = await fetch(running.url).then((response) => response.json());
  await running.stop();
  expect(answer).toEqual({
    beans: 2,
    encoding: "UTF-8",
    flag: "kept",
    image: true,
    number: "1.234,5",
    resource: "there",
    version: 21,
  });
});
