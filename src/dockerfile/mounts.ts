/** A `--mount` of a `RUN`. */
export interface Mount {
  type: string;
  /** In their order, names in lower case; one without a value is `true`. */
  options: [name: string, value: string][];
}

const PLACE = ["target", "dst", "destination"];
const FROM = ["from", "source", "src"];
const ACCESS = ["ro", "readonly", "rw", "readwrite", "z", "Z"];
const SECRET = [...PLACE, "id", "required", "mode", "uid", "gid"];

/**
 * What each kind of mount may say. Left out is what reaches beyond the build: `bind-propagation` (CVE-2024-9407)
 * and `U`, which changes the owner of what is mounted.
 */
const OPTIONS: Record<string, string[]> = {
  bind: [...PLACE, ...FROM, ...ACCESS],
  cache: [...PLACE, ...FROM, ...ACCESS, "id", "sharing", "mode", "uid", "gid"],
  tmpfs: [...PLACE, "size", "tmpfs-size", "tmpfs-mode", "tmpcopyup"],
  secret: [...SECRET, "env"],
  ssh: SECRET,
};

/** Reads `--mount=…`. */
export function readMount(flag: string): Mount {
  const pairs = flag.replace(/^--mount=?/, "").split(",");
  const options = pairs.map((pair): [string, string] => {
    const [name = "", ...value] = pair.split("=");
    return [name === "Z" ? name : name.toLowerCase(), value.length ? value.join("=") : "true"];
  });
  const type = options.filter(([name]) => name === "type").at(-1)?.[1] ?? "bind";
  return { type: type.toLowerCase(), options: options.filter(([name]) => name !== "type") };
}

export function writeMount({ type, options }: Mount): string {
  const said = options.map(([name, value]) => (value === "true" ? name : `${name}=${value}`));
  return `--mount=${[`type=${type}`, ...said].join(",")}`;
}

/** An option's value by any of its names: of several the last, as builders take it. */
export function optionOf({ options }: Mount, ...names: string[]): string | undefined {
  return options.filter(([name]) => names.includes(name)).at(-1)?.[1];
}

/** Why a mount is refused, whoever builds; undefined where it isn't. Where it comes `from` is looked at elsewhere. */
export function mountRefusal(mount: Mount): string | undefined {
  const known = Object.hasOwn(OPTIONS, mount.type) ? OPTIONS[mount.type] : undefined;
  if (!known) return `there is no mount of type "${mount.type}"`;
  const other = mount.options.find(([name]) => !known.includes(name));
  if (other) return `a mount of type ${mount.type} has no "${other[0]}"`;
  const paths = mount.options.filter(([name]) => [...PLACE, "source", "src"].includes(name));
  const above = paths.find(([, path]) => path.split("/").includes(".."));
  return above && `${above[0]}=${above[1]} leads upwards`;
}
