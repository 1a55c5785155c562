import type { Text } from "../yaml/kinds.ts";

const UNITS: Record<string, number> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

const PARTS = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/;

/** An amount of bytes with its unit; never zero. */
export const size: Text = {
  kind: "text",
  what: "a size with its unit, such as 12 MB, 1.5 GB or 10 MiB",
  pattern: `^(?=.*[1-9])\\d+(\\.\\d+)? *(${Object.keys(UNITS).join("|")})$`,
  mend: meantSize,
  examples: ["12 MB", "1.5 GB"],
};

/** Bytes of a size that has the form above: `12 MB` is 12 000 000. */
export function sizeBytes(text: string): number {
  const [, amount = "0", unit = "B"] = PARTS.exec(text) ?? [];
  return Math.round(Number(amount) * (UNITS[unit] ?? 1));
}

/** `12mb`, `12M`, `12,5 MB` and `12` are what people write. */
function meantSize(text: string): string | undefined {
  const [, amount, unit = "MB"] = /^(\d+(?:[.,]\d+)?)\s*([A-Za-z]*)$/.exec(text.trim()) ?? [];
  const known = Object.keys(UNITS).find((name) =>
    [name.toLowerCase(), name[0]?.toLowerCase(), name.slice(0, 2).toLowerCase()].includes(
      (unit || "MB").toLowerCase(),
    ),
  );
  return amount && known ? `${amount.replace(",", ".")} ${known}` : undefined;
}
