import type { Fact, SystemPackages } from "../microservice.ts";

/** A library that a manifest or a lockfile names. */
export interface Library {
  name: string;
  /** Where it is named: `Cargo.lock:12`. */
  from: string;
}

/**
 * What well-known libraries need of a system, by ecosystem: Debian 12's packages.
 *
 * Only what is compiled or loaded wherever the library is used stands here; what is optional is a service's to name.
 */
export const NEEDS: Record<string, Record<string, Partial<SystemPackages>>> = {
  go: {
    "github.com/davidbyttow/govips/v2": { build: ["libvips-dev"], runtime: ["libvips42"] },
    "github.com/libgit2/git2go/v34": { build: ["libgit2-dev"], runtime: ["libgit2-1.5"] },
    "gopkg.in/gographics/imagick.v3": {
      build: ["libmagickwand-6.q16-dev"],
      runtime: ["libmagickwand-6.q16-6"],
    },
  },
  rust: {
    "alsa-sys": { build: ["libasound2-dev"], runtime: ["libasound2"] },
    "rdkafka-sys": { build: ["cmake", "g++"] },
  },
  python: {
    mysqlclient: { build: ["default-libmysqlclient-dev"], runtime: ["libmariadb3"] },
    psycopg2: { build: ["libpq-dev"], runtime: ["libpq5"] },
  },
};

/** The packages that a service's libraries need, each with the first place that says so. */
export function neededPackages(ecosystem: string, libraries: Library[]): Fact[] {
  const known = NEEDS[ecosystem] ?? {};
  return libraries.flatMap(({ name, from }): Fact[] => {
    const { build = [], runtime = [] } = (Object.hasOwn(known, name) && known[name]) || {};
    return [
      ...(build.length ? [{ field: "buildPackages" as const, value: build, from: `${from} (${name})` }] : []),
      ...(runtime.length
        ? [{ field: "runtimePackages" as const, value: runtime, from: `${from} (${name})` }]
        : []),
    ];
  });
}
