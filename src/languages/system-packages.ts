import type { Fact, SystemPackages } from "../microservice.ts";

/** A library that a manifest or a lockfile names. */
export interface Library {
  name: string;
  /** Where it is named: `Cargo.lock:12`. */
  from: string;
  /** What it uses itself, as far as a lockfile tells. */
  uses?: string[];
}

/** What a library needs; not where it uses what builds or brings the same itself. */
type Need = Partial<SystemPackages> & { unless?: string };

/**
 * What well-known libraries need of a system, by ecosystem: Debian 12's packages.
 *
 * Only what is compiled or loaded wherever the library is used stands here; what is optional is a service's to name.
 * Compilers, make, pkg-config, Python and git are in the bases of build stages.
 */
export const NEEDS = {
  go: {
    "github.com/davidbyttow/govips/v2": { build: ["libvips-dev"], runtime: ["libvips42"] },
    "github.com/google/gopacket/pcap": { build: ["libpcap-dev"], runtime: ["libpcap0.8"] },
    "github.com/gopacket/gopacket/pcap": { build: ["libpcap-dev"], runtime: ["libpcap0.8"] },
    "github.com/h2non/bimg": { build: ["libvips-dev"], runtime: ["libvips42"] },
    "github.com/libgit2/git2go": { build: ["libgit2-dev"], runtime: ["libgit2-1.5"] },
    "github.com/linxGnu/grocksdb": {
      build: ["liblz4-dev", "librocksdb-dev", "libsnappy-dev", "libzstd-dev", "zlib1g-dev"],
      runtime: ["librocksdb7.8"],
    },
    "github.com/otiai10/gosseract": {
      build: ["libleptonica-dev", "libtesseract-dev"],
      runtime: ["libtesseract5", "tesseract-ocr-eng"],
    },
    "github.com/pebbe/zmq4": { build: ["libzmq3-dev"], runtime: ["libzmq5"] },
    "gopkg.in/gographics/imagick.v3": {
      build: ["libmagickwand-6.q16-dev"],
      runtime: ["libmagickwand-6.q16-6"],
    },
  },
  // What a package downloads compiled, it brings whole; where that can't be had, it is compiled against these.
  node: {
    canvas: {
      build: ["libcairo2-dev", "libgif-dev", "libjpeg-dev", "libpango1.0-dev", "librsvg2-dev"],
      runtime: ["libcairo2", "libgif7", "libjpeg62-turbo", "libpangocairo-1.0-0", "librsvg2-2"],
    },
    kerberos: { build: ["libkrb5-dev"], runtime: ["libgssapi-krb5-2"] },
    libpq: { build: ["libpq-dev"], runtime: ["libpq5"] },
    "node-libcurl": { build: ["libcurl4-openssl-dev"], runtime: ["libcurl4"] },
    "node-rdkafka": {
      build: ["libsasl2-dev", "libssl-dev", "zlib1g-dev"],
      runtime: ["libsasl2-2", "libssl3", "zlib1g"],
    },
    odbc: { build: ["unixodbc-dev"], runtime: ["libodbc2"] },
    "pg-native": { build: ["libpq-dev"], runtime: ["libpq5"] },
    usb: { build: ["libudev-dev"], runtime: ["libudev1"] },
  },
  rust: {
    "alsa-sys": { build: ["libasound2-dev"], runtime: ["libasound2"] },
    autotools: { build: ["autoconf", "automake", "libtool"] },
    bindgen: { build: ["libclang-dev"] },
    cmake: { build: ["cmake"] },
    "ffmpeg-sys-next": {
      build: ["libavcodec-dev", "libavdevice-dev", "libavfilter-dev", "libavformat-dev", "libclang-dev"],
      runtime: ["libavdevice59", "libavfilter8"],
    },
    "glib-sys": { build: ["libglib2.0-dev"], runtime: ["libglib2.0-0"] },
    "leptonica-sys": { build: ["libleptonica-dev"], runtime: ["liblept5"] },
    "libdbus-sys": { build: ["libdbus-1-dev"], runtime: ["libdbus-1-3"], unless: "cc" },
    "libgssapi-sys": { build: ["libkrb5-dev"], runtime: ["libgssapi-krb5-2"] },
    "libsqlite3-sys": { build: ["libsqlite3-dev"], runtime: ["libsqlite3-0"], unless: "cc" },
    "libudev-sys": { build: ["libudev-dev"], runtime: ["libudev1"] },
    libxml: { build: ["libxml2-dev"], runtime: ["libxml2"] },
    magick_rust: { build: ["libmagickwand-6.q16-dev"], runtime: ["libmagickwand-6.q16-6"] },
    "mysqlclient-sys": { build: ["libmariadb-dev"], runtime: ["libmariadb3"], unless: "mysqlclient-src" },
    "nasm-rs": { build: ["nasm"] },
    "odbc-sys": { build: ["unixodbc-dev"], runtime: ["libodbc2"] },
    "openssl-src": { build: ["perl"] },
    "openssl-sys": { build: ["libssl-dev"], runtime: ["libssl3"], unless: "openssl-src" },
    pcap: { build: ["libpcap-dev"], runtime: ["libpcap0.8"] },
    "pq-sys": { build: ["libpq-dev"], runtime: ["libpq5"], unless: "pq-src" },
    "prost-build": { build: ["libprotobuf-dev", "protobuf-compiler"] },
    "protobuf-codegen": { build: ["libprotobuf-dev", "protobuf-compiler"] },
    "tesseract-sys": { build: ["libtesseract-dev"], runtime: ["libtesseract5", "tesseract-ocr-eng"] },
    "yeslogic-fontconfig-sys": { build: ["libfontconfig-dev"], runtime: ["libfontconfig1"] },
    "zmq-sys": { build: ["libzmq3-dev"], runtime: ["libzmq5"], unless: "zeromq-src" },
  },
} satisfies Record<string, Record<string, Need>>;

/** The packages that a service's libraries need, each with the first place that says so. */
export function systemPackages(ecosystem: keyof typeof NEEDS, libraries: Library[]): Fact[] {
  const known: Record<string, Need> = NEEDS[ecosystem];
  const seen = new Set<string>();
  return libraries.flatMap(({ name, from, uses = [] }): Fact[] => {
    const need = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!need || seen.has(name) || (need.unless && uses.includes(need.unless))) return [];
    seen.add(name);
    const { build = [], runtime = [] } = need;
    return [
      ...(build.length ? [{ field: "buildPackages" as const, value: build, from: `${from} (${name})` }] : []),
      ...(runtime.length
        ? [{ field: "runtimePackages" as const, value: runtime, from: `${from} (${name})` }]
        : []),
    ];
  });
}
