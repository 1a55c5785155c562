/** A library that sources are compiled with: how compilers, linkers and their helpers call it, and Debian 12's packages. */
interface Library {
  /** Headers, as `#include` names them. */
  headers?: RegExp;
  /** As `-l` and pkg-config call it, or the program that tells where it is. */
  names: string[];
  build: string;
  /** What its image needs; absent where nothing of it is loaded. */
  runtime?: string;
}

const LIBRARIES: Library[] = [
  {
    headers: /^libpq-fe\.h$|^postgres/,
    names: ["pq", "libpq", "pg_config"],
    build: "libpq-dev",
    runtime: "libpq5",
  },
  {
    headers: /^mysql(\/|\.h|d_error\.h)/,
    names: ["mysqlclient", "mariadb", "mysql_config", "mariadb_config"],
    build: "default-libmysqlclient-dev",
    runtime: "libmariadb3",
  },
  {
    headers: /^openssl\//,
    names: ["openssl", "libssl", "ssl", "crypto"],
    build: "libssl-dev",
    runtime: "libssl3",
  },
  { headers: /^ffi\.h$/, names: ["ffi", "libffi"], build: "libffi-dev", runtime: "libffi8" },
  {
    headers: /^libxml\//,
    names: ["xml2", "libxml-2.0", "xml2-config"],
    build: "libxml2-dev",
    runtime: "libxml2",
  },
  {
    headers: /^libxslt\//,
    names: ["xslt", "libxslt", "xslt-config"],
    build: "libxslt1-dev",
    runtime: "libxslt1.1",
  },
  { headers: /^cairo/, names: ["cairo"], build: "libcairo2-dev", runtime: "libcairo2" },
  {
    headers: /^pango/,
    names: ["pango", "pangocairo"],
    build: "libpango1.0-dev",
    runtime: "libpangocairo-1.0-0",
  },
  {
    headers: /^(jpeglib|jerror)\.h$/,
    names: ["jpeg", "libjpeg"],
    build: "libjpeg-dev",
    runtime: "libjpeg62-turbo",
  },
  {
    headers: /^png\.h$/,
    names: ["png", "libpng", "libpng-config"],
    build: "libpng-dev",
    runtime: "libpng16-16",
  },
  { headers: /^zlib\.h$/, names: ["z", "zlib"], build: "zlib1g-dev", runtime: "zlib1g" },
  { headers: /^bzlib\.h$/, names: ["bz2"], build: "libbz2-dev", runtime: "libbz2-1.0" },
  { headers: /^lzma\.h$/, names: ["lzma", "liblzma"], build: "liblzma-dev", runtime: "liblzma5" },
  { headers: /^zstd\.h$/, names: ["zstd", "libzstd"], build: "libzstd-dev", runtime: "libzstd1" },
  { headers: /^sqlite3\.h$/, names: ["sqlite3"], build: "libsqlite3-dev", runtime: "libsqlite3-0" },
  {
    headers: /^curl\//,
    names: ["curl", "libcurl", "curl-config"],
    build: "libcurl4-openssl-dev",
    runtime: "libcurl4",
  },
  { headers: /^librdkafka\//, names: ["rdkafka"], build: "librdkafka-dev", runtime: "librdkafka1" },
  { headers: /^git2(\/|\.h)/, names: ["git2", "libgit2"], build: "libgit2-dev", runtime: "libgit2-1.5" },
  { headers: /^vips\//, names: ["vips", "vips-cpp"], build: "libvips-dev", runtime: "libvips42" },
  {
    headers: /^(lber|ldap)\.h$/,
    names: ["ldap", "ldap_r"],
    build: "libldap-dev libsasl2-dev",
    runtime: "libldap-2.5-0",
  },
  { headers: /^sasl\//, names: ["sasl2"], build: "libsasl2-dev", runtime: "libsasl2-2" },
  { headers: /^(sql|sqlext)\.h$/, names: ["odbc"], build: "unixodbc-dev", runtime: "libodbc2" },
  {
    headers: /^(gssapi|krb5)/,
    names: ["krb5", "gssapi_krb5", "krb5-config"],
    build: "libkrb5-dev",
    runtime: "libgssapi-krb5-2",
  },
  {
    headers: /^(gmp|mpfr)\.h$/,
    names: ["gmp", "mpfr"],
    build: "libgmp-dev libmpfr-dev",
    runtime: "libgmp10",
  },
  { headers: /^yaml\.h$/, names: ["yaml", "yaml-0.1"], build: "libyaml-dev", runtime: "libyaml-0-2" },
  {
    headers: /^(glib|gio)/,
    names: ["glib-2.0", "gobject-2.0", "gio-2.0"],
    build: "libglib2.0-dev",
    runtime: "libglib2.0-0",
  },
  { headers: /^dbus\//, names: ["dbus-1"], build: "libdbus-1-dev", runtime: "libdbus-1-3" },
  {
    headers: /^(pcap|pcap\/.*)\.h$/,
    names: ["pcap", "libpcap"],
    build: "libpcap-dev",
    runtime: "libpcap0.8",
  },
  { headers: /^zmq\.h$/, names: ["zmq", "libzmq"], build: "libzmq3-dev", runtime: "libzmq5" },
  { headers: /^magic\.h$/, names: ["magic"], build: "libmagic-dev", runtime: "libmagic1" },
  {
    headers: /^portaudio\.h$/,
    names: ["portaudio", "portaudio-2.0"],
    build: "portaudio19-dev",
    runtime: "libportaudio2",
  },
  { headers: /^snappy/, names: ["snappy"], build: "libsnappy-dev", runtime: "libsnappy1v5" },
  { headers: /^leveldb\//, names: ["leveldb"], build: "libleveldb-dev", runtime: "libleveldb1d" },
  {
    headers: /^xmlsec/,
    names: ["xmlsec1", "xmlsec1-config"],
    build: "libxmlsec1-dev",
    runtime: "libxmlsec1-openssl",
  },
  { names: ["cmake"], build: "cmake" },
  { names: ["protoc"], build: "protobuf-compiler" },
  { names: ["clang", "libclang"], build: "libclang-dev" },
  { names: ["nasm"], build: "nasm" },
  { names: ["swig"], build: "swig" },
  { names: ["autoreconf", "automake", "autoconf"], build: "autoconf automake libtool" },
];

/** Names of Debian packages that services have asked for: what a name that Debian doesn't know was meant as. */
export const USUAL_PACKAGES: string[] = LIBRARIES.flatMap(({ build, runtime = "" }) =>
  `${build} ${runtime}`.split(" ").filter(Boolean),
);

/** What compilers and their helpers say of a header, a library or a program that isn't there: the name in a group. */
const SAID = [
  /fatal error:? '?([\w./+-]+\.h(?:pp)?)'?: No such file or directory/,
  /fatal error: '([\w./+-]+\.h)' file not found/,
  /cannot find -l:?(?:lib)?([\w.+-]+)/,
  /(?:No package|Package) '([\w.+-]+)'(?:,[^\n]*)? (?:was )?(?:not )?found/,
  /Package ([\w.+-]+) was not found in the pkg-config search path/,
  /system library `([\w.+-]+)` required by crate/,
  /Could not find directory of (OpenSSL) installation/,
  /(pg_config|mysql_config|xml2-config|xslt-config|curl-config|krb5-config|mariadb_config)\b.*(?:not found|executable|No such file)/,
  /Could not find `?(protoc)`?/,
  /(?:is|missing|find|spawn)[^\n]* `?(cmake|protoc|nasm|swig|autoreconf)`? ?(?:not installed|not found|ENOENT|was not found)/,
  /(cmake|nasm|swig|autoreconf|protoc): (?:command )?not found/,
  /Unable to find (libclang)/,
];

/**
 * The line of a descriptor that brings what a failed step missed: Debian packages for its build, and those that its
 * image needs then; undefined where nothing that is known was missed.
 */
export function missingPackages(lines: string[]): string | undefined {
  for (const line of lines)
    for (const said of SAID) {
      const name = said.exec(line)?.[1];
      const library =
        name && LIBRARIES.find((one) => one.headers?.test(name) || one.names.includes(name.toLowerCase()));
      if (library) return packagesLine(library);
    }
  return undefined;
}

function packagesLine({ build, runtime }: Library): string {
  const list = (packages: string) => `[${packages.replaceAll(" ", ", ")}]`;
  return `packages: { build: ${list(build)}${runtime ? `, runtime: ${list(runtime)}` : ""} }`;
}
