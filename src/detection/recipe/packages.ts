import type { ImageStage, Located } from "../../dockerfile/image.ts";
import type { Extra } from "../../microservice.ts";

/** Debian packages that a stage installs, each with its line. */
export function installedPackages({ runs }: ImageStage): Located<string>[] {
  return runs.flatMap(({ value, line }) => named(value, APT).map((name) => ({ value: name, line })));
}

/** Packages of Alpine's that a stage installs. */
export function alpinePackages({ runs }: ImageStage): Located<string>[] {
  return runs.flatMap(({ value, line }) => named(value, APK).map((name) => ({ value: name, line })));
}

const APT = /\b(?:apt-get|apt|aptitude)\s+(?:-\S+\s+)*install\s+([^;&|]*)/g;
const APK = /\bapk\s+(?:-\S+\s+)*add\s+([^;&|]*)/g;

function named(script: string, install: RegExp): string[] {
  return [...script.matchAll(install)].flatMap(([, words = ""]) => names(words));
}

/** Options, and the values of those that have one, are none; nor are versions, and what a variable holds. */
function names(words: string): string[] {
  const plain = words.replace(/(^|\s)(-t|--virtual|--repository|-X|-o|--target-release)[ =]\S+/g, " ");
  const all = plain.split(/\s+/).map((word) => word.replace(/^["']|["']$/g, "").replace(/[=~<>].*$/, ""));
  return all.filter((word) => /^[a-z0-9][a-z0-9+.-]*$/.test(word));
}

/** What build stages have anyway, what brings things into an image, and what people look around with. */
const TOOLS = new Set([
  ...["apt-transport-https", "apt-utils", "bash", "bash-completion", "binutils", "build-base", "libc-dev"],
  ...["build-essential", "busybox", "bzip2", "curl", "dirmngr", "dnsutils", "dos2unix", "dumb-init", "g++"],
  ...["gcc", "git", "gnupg", "gnupg2", "gosu", "htop", "inetutils-ping", "iproute2", "iputils-ping", "jq"],
  ...["less", "libc6-dev", "libc6-compat", "linux-headers", "locales", "lsb-release", "make", "musl-dev"],
  ...["nano", "net-tools", "netcat", "netcat-openbsd", "netcat-traditional", "npm", "openssh-client"],
  ...["patch", "pkg-config", "pkgconf", "procps", "python3", "python3-dev", "python3-pip", "python3-venv"],
  ...["rsync", "software-properties-common", "strace", "su-exec", "sudo", "tar", "telnet", "tini", "unzip"],
  ...["vim", "vim-tiny", "wait-for-it", "wget", "xz-utils", "yarn", "zip"],
]);

/** Toolchains of a distribution: bases have their own. */
const TOOLCHAIN =
  /^(openjdk-|default-j(dk|re)|golang|go$|rust|cargo$|maven$|gradle$|python3?\.\d|python-|nodejs)/;

/** Compilers and generators that no base has, and no started program needs. */
const GENERATORS = new Set([
  ...["autoconf", "automake", "bison", "clang", "cmake", "flex", "libclang-dev", "libtool", "lld", "llvm"],
  ...["m4", "nasm", "ninja-build", "protobuf-compiler", "swig", "yasm"],
]);

/** A package that neither stage wants: it is there, or was for what isn't done here. */
export function isTool(name: string): boolean {
  return TOOLS.has(name) || TOOLCHAIN.test(name);
}

/** No started program needs it. */
export function isGenerator(name: string): boolean {
  return GENERATORS.has(name);
}

/** Headers, and what links to a library. */
export function isDevelopment(name: string): boolean {
  return /-dev$/.test(name);
}

/** Packages of what a bare image gets as an extra. */
export const EXTRAS: Record<string, Extra> = {
  "ca-certificates": "certificates",
  "ca-certificates-bundle": "certificates",
  tzdata: "timezones",
};

/** Alpine's names of packages that Debian calls otherwise; what both call alike has no line. */
export const DEBIAN_NAMES: Record<string, { build?: string[]; runtime?: string[] }> = {
  cmake: { build: ["cmake"] },
  ffmpeg: { runtime: ["ffmpeg"] },
  graphviz: { runtime: ["graphviz"] },
  imagemagick: { runtime: ["imagemagick"] },
  "libffi-dev": { build: ["libffi-dev"] },
  libpq: { runtime: ["libpq5"] },
  "libpq-dev": { build: ["libpq-dev"], runtime: ["libpq5"] },
  "librdkafka-dev": { build: ["librdkafka-dev"], runtime: ["librdkafka1"] },
  librdkafka: { runtime: ["librdkafka1"] },
  "libxml2-dev": { build: ["libxml2-dev"], runtime: ["libxml2"] },
  "libxslt-dev": { build: ["libxslt1-dev"], runtime: ["libxslt1.1"] },
  "mariadb-connector-c": { runtime: ["libmariadb3"] },
  "mariadb-connector-c-dev": { build: ["libmariadb-dev"], runtime: ["libmariadb3"] },
  "mariadb-dev": { build: ["libmariadb-dev"], runtime: ["libmariadb3"] },
  "openssl-dev": { build: ["libssl-dev"], runtime: ["libssl3"] },
  "postgresql-dev": { build: ["libpq-dev"], runtime: ["libpq5"] },
  "postgresql-libs": { runtime: ["libpq5"] },
  "protobuf-dev": { build: ["libprotobuf-dev"] },
  protobuf: { build: ["protobuf-compiler"] },
  protoc: { build: ["protobuf-compiler"] },
  "sqlite-dev": { build: ["libsqlite3-dev"], runtime: ["libsqlite3-0"] },
  "sqlite-libs": { runtime: ["libsqlite3-0"] },
  vips: { runtime: ["libvips42"] },
  "vips-dev": { build: ["libvips-dev"], runtime: ["libvips42"] },
  "zlib-dev": { build: ["zlib1g-dev"], runtime: ["zlib1g"] },
};
