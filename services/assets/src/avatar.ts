import { createHash } from "node:crypto";
import { html } from "hono/html";

/** A picture of five by five fields, symmetric, that only the name decides. */
export function avatar(name: string, size = 100) {
  const hash = createHash("sha256").update(name.trim().toLowerCase()).digest();
  const hue = Math.round((hash.readUInt8(0) / 255) * 360);
  const fields: string[] = [];
  for (let row = 0; row < 5; row++) {
    for (let column = 0; column < 5; column++) {
      const mirrored = Math.min(column, 4 - column);
      if (hash.readUInt8(1 + row * 3 + mirrored) % 2) fields.push(`M${column} ${row}h1v1h-1z`);
    }
  }
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 5" width="${size}" height="${size}"><title>${name}</title><path fill="hsl(${hue} 60% 45%)" d="${fields.join("")}"/></svg>`;
}
