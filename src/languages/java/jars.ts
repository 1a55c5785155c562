/**
 * A program of Java's library alone that reads what a build left, so that no image is made that can't start: which jar
 * starts, and which modules of the JDK its classes name. It runs in build stages; no image has it.
 */
export const JARS = String.raw`import java.io.*;
import java.lang.module.*;
import java.nio.charset.Charset;
import java.nio.file.*;
import java.util.*;
import java.util.jar.*;
import java.util.regex.Pattern;
import java.util.stream.*;
import java.util.zip.*;

/** Reads what a build left: which jar starts, and what its classes want of the Java runtime. */
public class Jars {
  public static void main(String[] words) throws IOException {
    if (words[0].equals("starting")) System.out.println(starting(Paths.get(words[1])));
    else needs(words).forEach(System.out::println);
  }

  /** The jar itself, where it can be started; else the only one beside it that can. */
  static Path starting(Path jar) throws IOException {
    String fault = Files.exists(jar) ? faultOf(jar) : "is not there";
    if (fault == null) return jar;
    Path folder = jar.toAbsolutePath().getParent();
    List<Path> others = new ArrayList<>();
    if (Files.isDirectory(folder))
      try (Stream<Path> files = Files.list(folder)) {
        for (Path each : files.sorted().collect(Collectors.toList()))
          if (each.toString().matches(".*\\.[jw]ar") && faultOf(each) == null) others.add(each);
      }
    if (others.size() == 1) return others.get(0);
    System.err.println(jar + " " + fault + ". " + (others.isEmpty()
        ? "Say \"entrypoint\" and the class with main in service.yaml, or let the build write Main-Class into the jar's manifest."
        : "Say one of these as \"entrypoint\" in service.yaml: " + others.stream().map(each -> folder.getFileName() + "/" + each.getFileName()).collect(Collectors.joining(", "))));
    System.exit(1);
    return null;
  }

  /** Why java -jar would refuse it; null where it wouldn't. */
  static String faultOf(Path path) throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      Attributes said = jar.getManifest() == null ? new Attributes() : jar.getManifest().getMainAttributes();
      String main = said.getValue("Main-Class");
      if (main == null) return "has no main class in its manifest";
      String libraries = said.getValue("Class-Path");
      for (String each : libraries == null ? new String[0] : libraries.trim().split(" +"))
        if (!each.startsWith("file:") && !Files.exists(path.resolveSibling(each))) return "wants " + each + " beside it, as its manifest says, and that is not there";
      if (libraries == null && jar.getEntry(main.replace('.', '/') + ".class") == null) return "has no class " + main + ", which its manifest names";
      return null;
    } catch (ZipException broken) {
      return "is no jar";
    }
  }

  /** Modules of the JDK that classes name, but for those of every runtime: needs MODULES OWN-FOLDER OTHERS-FOLDERS. */
  static SortedSet<String> needs(String[] words) throws IOException {
    ModuleFinder system = ModuleFinder.ofSystem();
    Set<String> had = Configuration.empty().resolve(system, ModuleFinder.of(), List.of(words[1].split(","))).modules().stream().map(ResolvedModule::name).collect(Collectors.toSet());
    Map<String, String> modules = new HashMap<>();
    system.findAll().forEach(each -> each.descriptor().packages().forEach(name -> modules.put(name, each.descriptor().name())));
    Classes seen = new Classes();
    for (int at = 2; at < words.length; at++) seen.readAll(Paths.get(words[at]), at == 2);
    SortedSet<String> found = new TreeSet<>();
    for (String name : seen.names) {
      String module = modules.get(name.substring(0, Math.max(name.lastIndexOf('.'), 0)));
      if (module == null || name.startsWith("java.beans.")) continue;
      if (module.equals("java.desktop") || !had.contains(module)) found.add(module);
    }
    if (seen.speaks) found.add("jdk.localedata");
    Set<String> charsets = new HashSet<>();
    Charset.availableCharsets().values().stream().filter(each -> each.getClass().getModule().getName().equals("jdk.charsets"))
        .forEach(each -> Stream.concat(Stream.of(each.name()), each.aliases().stream()).filter(name -> name.matches("[A-Za-z].{4,}")).forEach(name -> charsets.add(name.toLowerCase(Locale.ROOT))));
    if (seen.texts.stream().anyMatch(charsets::contains)) found.add("jdk.charsets");
    return found;
  }

  /** What the constant pools of class files hold. */
  static class Classes {
    /** Classes of the JDK, with dots. */
    final Set<String> names = new HashSet<>();
    /** Short texts of the program's own classes, in lower case. */
    final Set<String> texts = new HashSet<>();
    /** The program chooses languages. */
    boolean speaks;

    /** Frameworks name much that they use only where it is there: what they need, every runtime has. */
    static final Pattern KNOWN = Pattern.compile("(?:" + String.join("|",
        "org/(?:springframework|slf4j|yaml|hibernate|jboss|wildfly|aspectj|thymeleaf|h2|hsqldb|postgresql|codehaus|antlr|mozilla|glassfish|eclipse|bouncycastle|joda|flywaydb|checkerframework)",
        "org/apache/(?:tomcat|catalina|coyote|el|jasper|naming|juli|logging|log4j|pekko|groovy|velocity|http|hc|kafka|commons/(?:logging|lang|lang3|collections|collections4|io|codec|text|pool|pool2|dbcp2?|beanutils))",
        "com/(?:fasterxml|google/(?:common|inject|gson|protobuf|api|auth|cloud)|typesafe|zaxxer|mysql|netflix|thoughtworks|sun/(?:xml|mail|activation|jersey|istack))",
        "ch/qos", "io/(?:quarkus|smallrye|netty|vertx|grpc|lettuce|projectreactor|swagger)", "net/bytebuddy", "tools/jackson", "akka|play|scala|kotlin|kotlinx|reactor|groovy|freemarker|javassist|liquibase|redis|jakarta|javax") + ")/.*");
    static final Pattern NAME = Pattern.compile("(?:java|javax|jdk|sun|com[/.]sun|org[/.](?:ietf|w3c|xml))[/.][\\w/.]*\\w");
    static final Set<String> ENGLISH = Set.of("ROOT", "ENGLISH", "US");

    void readAll(Path folder, boolean own) throws IOException {
      if (!Files.isDirectory(folder)) return;
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path each : files.filter(Files::isRegularFile).collect(Collectors.toList()))
          try (InputStream in = Files.newInputStream(each)) {
            String path = folder.relativize(each).toString();
            read(path, in, own && !path.matches("(?:.*/)?libs?/.*"));
          }
      }
    }

    void read(String path, InputStream in, boolean own) throws IOException {
      if (path.matches(".*\\.[jw]ar")) {
        ZipInputStream zip = new ZipInputStream(in);
        for (ZipEntry entry; (entry = zip.getNextEntry()) != null; )
          read(entry.getName(), zip, own && !entry.getName().matches(".*\\.jar"));
      } else if (path.endsWith(".class") && !path.startsWith("META-INF/") && !KNOWN.matcher(path).matches()) pool(in, own);
      else if (own && path.matches("(?:.*/)?\\w+_[a-z]{2}(?:_[A-Z]{2})?\\.properties")) speaks = true;
    }

    void pool(InputStream from, boolean own) throws IOException {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(from.readAllBytes()));
      in.skipBytes(8);
      int count = in.readUnsignedShort();
      String[] text = new String[count];
      int[] tag = new int[count], one = new int[count], two = new int[count];
      for (int at = 1; at < count; at++) {
        tag[at] = in.readUnsignedByte();
        if (tag[at] == 1) text[at] = in.readUTF();
        else if (tag[at] == 15) { in.readUnsignedByte(); in.readUnsignedShort(); }
        else if (tag[at] == 7 || tag[at] == 8 || tag[at] == 16 || tag[at] == 19 || tag[at] == 20) one[at] = in.readUnsignedShort();
        else { one[at] = in.readUnsignedShort(); two[at] = in.readUnsignedShort(); }
        if (tag[at] == 5 || tag[at] == 6) { in.readInt(); at++; }
      }
      for (String each : text) {
        if (each == null) continue;
        if (own && each.length() < 24) texts.add(each.toLowerCase(Locale.ROOT));
        if (!each.contains("java") && !each.contains("sun") && !each.startsWith("jdk") && !each.contains("org")) continue;
        NAME.matcher(each).results().forEach(name -> names.add(name.group().replace('/', '.')));
      }
      for (int at = 1; own && at < count; at++) {
        if (tag[at] < 9 || tag[at] > 11 || !"java/util/Locale".equals(text[one[one[at]]])) continue;
        String member = text[one[two[at]]];
        if (tag[at] == 9 ? !ENGLISH.contains(member) : member.matches("<init>|of|forLanguageTag")) speaks = true;
      }
    }
  }
}
`;
