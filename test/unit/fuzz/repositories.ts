import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../../../ci/local/paths.ts";
import { sourcesRead } from "../../../src/discovery/files-read.ts";
import { globs } from "../../../src/files/globs.ts";
import { isIgnored } from "../../../src/files/is-ignored.ts";
import { LANGUAGES, READ } from "../../../src/languages/table.ts";

/** A small repository: path to text. */
export type Files = Record<string, string>;

const isRead = globs([...READ, ...sourcesRead(LANGUAGES)]);

/** Files of a repository that some reader reads. */
export function readIn(files: Files): string[] {
  return Object.keys(files).filter((path) => isRead(path));
}

/** The services of this project and the managers' of its tests, each as a repository, and what those don't have. */
export function repositories(): Files[] {
  const services = readdirSync(join(PROJECT, "services")).map((name) => onDisk(`services/${name}`));
  const managers = readdirSync(join(PROJECT, "test/e2e/managers")).map((name) =>
    below(`services/${name}`, {
      ...onDisk(`test/e2e/managers/${name}`, ""),
      "service.yaml": "entrypoint: main.js\n",
    }),
  );
  return [...services, ...managers, ...FURTHER];
}

function onDisk(directory: string, prefix = directory): Files {
  const names = readdirSync(join(PROJECT, directory), { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => !isIgnored(name) && statSync(join(PROJECT, directory, name)).isFile());
  return Object.fromEntries(
    files.map((name) => {
      const text = isRead(`x/${name}`)
        ? readFileSync(join(PROJECT, directory, name), "utf8").slice(0, 4000)
        : "";
      return [join(prefix, name), text];
    }),
  );
}

function below(directory: string, files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [join(directory, path), text]));
}

const GO = {
  "services/a/go.mod": "module x\n\ngo 1.22\n",
  "services/a/main.go": "package main\nfunc main() {}\n",
};

/** One of each kind of file that the services of this project have not. */
const FURTHER: Files[] = [
  {
    ...GO,
    "multistage.yaml":
      "registry: registry.example/team\nservices: [services/*, '!services/b']\nenvironments:\n  testing: { registry: r.example/t }\ntags: ['{environment}-{version}']\n",
    "bases.yaml": 'golang: { image: "golang:{version}", version: "1.26" }\nnode: { image: node:20 }\n',
    "bases.lock": `"golang:1.22": sha256:${"a".repeat(64)}\n`,
    "services/a/service.yaml":
      "name: a\nversion: 1.22\nport: 8080\nextras: [certificates]\npackages: { build: [libpq-dev], runtime: [libpq5] }\ninputs: [libs]\nneeds: []\nbuildArguments: { GOFLAGS: -tags=x }\nvariables: { A: b }\nsecrets: [token]\nbudget: 20 MB\nenvironments:\n  production: { variables: { A: c } }\nexpect: [{ path: /, status: 200, body: ok }]\n",
    "libs/x.go": "package libs\n",
    "services/a/.tool-versions": "golang 1.22.1\n",
    "services/a/mise.toml": '[tools]\ngo = "1.22"\n',
    "services/a/Procfile": "web: ./a --port $PORT\nworker: ./a work\n",
  },
  {
    ...GO,
    "go.work": "go 1.22\n\nuse (\n\t./services/a\n\t./services/b\n)\n",
    "services/b/go.mod": "module y\n\ngo 1.22\n\nrequire (\n\tx v0.0.0\n)\n\nreplace x => ../a\n",
    "services/b/cmd/y/main.go":
      'package main\n\nimport (\n\t"embed"\n\t_ "time/tzdata"\n)\n\n//go:embed all:static\nvar files embed.FS\n\nfunc main() { os.Open("data/x.json"); http.ListenAndServe(":8080", nil) }\n',
    "services/b/data/x.json": "{}",
  },
  {
    "compose.yaml":
      "services:\n  a:\n    build: { context: services/a, dockerfile: Dockerfile, target: final, args: { A: \u0024{A:-b} } }\n    ports: ['8080:80']\n    environment: [X=1]\n    depends_on: [b]\n  b:\n    image: \u0024{REGISTRY}/b\n    build: ./services/b\n    secrets: [s]\nsecrets: { s: { file: ./s } }\n",
    ".env": "A=b\nREGISTRY=r.example # ours\n",
    "skaffold.yaml":
      "apiVersion: skaffold/v4beta6\nkind: Config\nbuild:\n  artifacts:\n    - image: a\n      context: services/a\n      docker: { dockerfile: Dockerfile }\n",
    "docker-bake.hcl":
      'variable "TAG" { default = "x" }\ngroup "default" { targets = ["a"] }\ntarget "a" {\n  context = "services/a"\n  dockerfile = "Dockerfile"\n  args = { A = "\u0024{TAG}" }\n}\n',
    "docker-bake.json": '{"target":{"b":{"context":"services/b"}}}',
    Tiltfile: "docker_build('a', 'services/a', dockerfile='services/a/Dockerfile')\n",
    "services/a/Dockerfile":
      '# syntax=docker/dockerfile:1\nARG V=1.22\nFROM golang:\u0024{V} AS build\nWORKDIR /src\nCOPY go.* ./\nRUN --mount=type=cache,target=/root/.cache go build -o /a \\\n  # a comment\n  ./cmd\nFROM scratch AS final\nENV A=b C="d e"\nCOPY --from=build --chown=65532 /a /a\nUSER 65532\nEXPOSE 8080/tcp\nHEALTHCHECK CMD ["/a"]\nENTRYPOINT ["/a"]\nCMD ["serve", "--port", "8080"]\n',
    "services/a/.dockerignore": "**/x\n!y\n#z\n",
    "services/b/Dockerfile":
      "FROM debian:12\nRUN apt-get update && apt-get install -y libpq5 \\\n && rm -rf /var/lib/apt/lists/*\nRUN <<EOF\necho a\nEOF\nCOPY . .\nCMD python3 -m http.server $PORT\n",
  },
  {
    "services/a/build.gradle":
      "plugins {\n  id 'java'\n  id 'application'\n  id 'org.springframework.boot' version '3.2.0'\n}\njava { toolchain { languageVersion = JavaLanguageVersion.of(21) } }\napplication { mainClass = 'a.Main' }\ndependencies { implementation project(':lib'); implementation libs.x }\n",
    "services/a/gradlew": "",
    "services/k/gradlew": "",
    "services/a/settings.gradle":
      "rootProject.name = 'a'\ninclude 'lib', ':b:c'\nproject(':lib').projectDir = file('../l')\n",
    "services/a/gradle/libs.versions.toml":
      '[versions]\nboot = "3.2.0"\n[libraries]\nx = { module = "a:b", version.ref = "boot" }\n[plugins]\nspring = { id = "org.springframework.boot", version = { strictly = "1" } }\n',
    "services/a/gradle/wrapper/gradle-wrapper.properties": "distributionUrl=https\\://x/gradle-8.5-bin.zip\n",
    "services/a/gradle.properties": "a=b\norg.gradle.jvmargs=-Xmx1g\n",
    "services/a/src/main/java/a/Main.java":
      "package a;\npublic class Main { public static void main(String[] a) {} }\n",
    "services/a/src/main/resources/application.yml":
      "server: { port: \u0024{PORT:8081} }\n---\nspring: { profiles: x }\n",
    "services/a/lib/build.gradle.kts": "plugins { `java-library` }\n",
    "services/k/build.gradle.kts":
      'plugins {\n  kotlin("jvm") version "1.9.0"\n  id("io.ktor.plugin") version "2.3.7"\n}\nkotlin { jvmToolchain(17) }\n',
    "services/k/src/main/kotlin/Main.kt": "fun main() { embeddedServer(Netty, port = 8080) {} }\n",
    "services/k/src/main/resources/application.properties": "server.port=8082\nspring.x=\u0024{a}\n",
  },
  {
    "pom.xml":
      "<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>p</artifactId><version>1</version><packaging>pom</packaging><modules><module>services/m</module></modules><properties><java.version>21</java.version></properties><profiles><profile><id>x</id><activation><property><name>!y</name></property></activation></profile></profiles></project>",
    "services/m/pom.xml":
      '<?xml version="1.0"?>\n<!-- a -->\n<project xmlns="x"><parent><groupId>a</groupId><artifactId>p</artifactId><version>1</version><relativePath>../../pom.xml</relativePath></parent><artifactId>m</artifactId><dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-rest</artifactId><version>\u0024{q}</version></dependency></dependencies><build><finalName>\u0024{project.artifactId}-x</finalName><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId><configuration><mainClass>a.M</mainClass></configuration></plugin></plugins></build></project>',
    "services/m/src/main/java/a/M.java": "package a;\nclass M { public static void main(String... a) {} }\n",
    "services/m/.mvn/maven.config": "-Px\n-Dq=1\n",
    ".sdkmanrc": "java=21.0.1-tem\n",
  },
  {
    "services/w/package.json":
      '{"name":"w","version":"1.0.0","type":"module","packageManager":"pnpm@9.1.0","engines":{"node":">=20 <23"},"bin":{"w":"x.js"},"scripts":{"build":"tsc -p . && vite build --outDir out","start":"NODE_ENV=production node --import tsx src/x.ts -p 3000","test":"vitest run","prepare":"husky"},"dependencies":{"next":"^14.0.0","l":"workspace:*"},"devDependencies":{"tsx":"4","typescript":"5","@angular/cli":"1"},"workspaces":["packages/*"],"volta":{"node":"20.1.0"}}',
    "services/w/tsconfig.json": '{"compilerOptions":{"outDir":"dist","rootDir":"src"}}',
    "services/w/vite.config.ts": "export default defineConfig({ base: '/x/', build: { outDir: 'out' } });\n",
    "services/w/next.config.mjs":
      "const c = { output: 'standalone', distDir: 'o', basePath: '/b' };\nexport default c;\n",
    "services/w/angular.json":
      '{"projects":{"w":{"architect":{"build":{"builder":"@angular-devkit/build-angular:application","options":{"outputPath":"dist/w"}}}}}}',
    "services/w/.nvmrc": "v20.1\n",
    "services/w/pnpm-workspace.yaml": "packages:\n  - packages/*\n  - '!**/test/**'\ncatalog: { a: ^1 }\n",
    "services/w/.yarnrc.yml": "nodeLinker: node-modules\nyarnPath: .yarn/releases/yarn-4.1.0.cjs\n",
    "services/w/nodemon.json": '{"exec":"node x.js","watch":["src"]}',
    "services/w/project.json":
      '{"name":"w","targets":{"build":{"executor":"@nx/webpack:webpack","options":{"outputPath":"dist/w","main":"x.ts"}}}}',
    "services/w/packages/l/package.json": '{"name":"l"}',
    "services/w/pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
    "services/w/index.html": "<h1>\n",
    "services/w/.eleventy.js": "module.exports = () => ({ dir: { output: '_site' } });\n",
  },
  {
    "services/p/pyproject.toml":
      '[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.11,<3.13"\ndependencies = ["flask>=2", "gunicorn ; python_version > \'3\'"]\n[project.scripts]\np = "p.app:main"\n[tool.poetry.dependencies]\npython = "^3.11"\nx = { path = "../x", extras = ["a"] }\n[[tool.x]]\na.b = 1\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n[tool.uv.sources]\nx = { workspace = true }\n',
    "services/p/p/__init__.py": "",
    "services/p/p/app.py":
      'from flask import Flask\nimport os\napp = Flask(__name__)\n\n"""a\n"""\n\ndef main():\n    app.run(host="0.0.0.0", port=int(os.environ.get("PORT", 8000)))\n\nif __name__ == "__main__":\n    main()\n',
    "services/p/requirements.txt":
      "-r base.txt\n--index-url https://x.example/simple\nflask[async]==2.0 ; python_version > '3' \\\n  --hash=sha256:aa\n-e ../x\ngit+https://g.example/x@v1#egg=x\n",
    "services/p/base.txt": "six\n-r requirements.txt\n",
    "services/p/Pipfile": '[packages]\nflask = "*"\n[requires]\npython_version = "3.11"\n',
    "services/p/setup.cfg":
      "[metadata]\nname = p\n[options]\ninstall_requires =\n  six\n[options.entry_points]\nconsole_scripts =\n  p = p.app:main\n",
    "services/p/setup.py": "from setuptools import setup\nsetup(name='p', install_requires=['six'])\n",
    "services/p/.flaskenv": "FLASK_APP=p.app\nFLASK_RUN_PORT=5001\n",
    "services/p/runtime.txt": "python-3.11.2\n",
    "services/p/start.sh": "#!/bin/sh\nset -e\nexec gunicorn -b 0.0.0.0:\u0024{PORT:-8000} p.app:app\n",
    "services/p/Dockerfile":
      'FROM python:3.11\nRUN pip install -r requirements.txt\nENV PORT=8000\nCMD ["./start.sh"]\n',
    "services/d/manage.py": "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'd.settings')\n",
    "services/d/requirements.txt": "django==4.2\n",
    "services/d/d/settings.py":
      "STATIC_ROOT = BASE_DIR / 'static'\nWSGI_APPLICATION = 'd.wsgi.application'\nINSTALLED_APPS = ['x']\n",
    "services/d/d/wsgi.py": "application = get_wsgi_application()\n",
  },
  {
    "services/r/Cargo.toml":
      '[package]\nname = "r"\nversion = "0.1.0"\nedition = "2021"\nrust-version = "1.70"\ndefault-run = "r"\n[dependencies]\naxum = "0.7"\nx = { path = "../../libs/x", features = ["a"] }\nsqlx = { version = "0.7", features = ["macros"] }\n[[bin]]\nname = "r"\npath = "src/main.rs"\n[features]\ndefault = ["a"]\na = []\n[workspace]\nmembers = ["m/*"]\n[profile.release]\nlto = true\n',
    "services/r/Cargo.lock":
      'version = 3\n\n[[package]]\nname = "axum"\nversion = "0.7.0"\nsource = "registry+https://x"\nchecksum = "aa"\ndependencies = [\n "bytes",\n]\n[[package]]\nname = "openssl-sys"\nversion = "0.9"\n',
    "services/r/src/main.rs":
      'fn main() { include_str!("../a.txt"); sqlx::query!("select 1"); let a = "0.0.0.0:3000"; }\n',
    "services/r/build.rs": 'fn main() { println!("cargo:rerun-if-changed=a"); }\n',
    "services/r/rust-toolchain.toml":
      '[toolchain]\nchannel = "1.75"\ntargets = ["x86_64-unknown-linux-musl"]\n',
    "services/r/.cargo/config.toml":
      '[build]\ntarget = "x"\n[env]\nA = { value = "b", relative = true }\n[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n',
    "services/r/m/y/Cargo.toml": '[package]\nname = "y"\nversion.workspace = true\n',
    "services/s/build.sbt":
      'ThisBuild / scalaVersion := "2.13.12"\nlazy val root = (project in file(".")).enablePlugins(PlayScala).settings(name := "s", libraryDependencies += "a" %% "b" % "1", assembly / mainClass := Some("a.M")).dependsOn(lib)\nlazy val lib = project\n',
    "services/s/project/build.properties": "sbt.version=1.9.7\n",
    "services/s/project/plugins.sbt": 'addSbtPlugin("com.typesafe.play" % "sbt-plugin" % "2.9.0")\n',
    "services/s/conf/application.conf": 'play.server.http.port = \u0024{?PORT}\nplay { a { b = "c" } }\n',
    "services/s/app/M.scala": "package a\nobject M extends App\n",
  },
];
