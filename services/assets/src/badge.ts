import { html } from "hono/html";

const colors = { green: "#2a7d2e", red: "#b3261e", grey: "#555" } as const;
export type Color = keyof typeof colors;
export const isColor = (value: string): value is Color => Object.hasOwn(colors, value);

/** Two words side by side, the second one on a color. */
export function badge(label: string, value: string, color: Color = "grey") {
  const left = width(label);
  const right = width(value);
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="20" role="img"><title>${label}: ${value}</title><rect width="${left}" height="20" fill="#333"/><rect x="${left}" width="${right}" height="20" fill="${colors[color]}"/><g fill="#fff" font-family="sans-serif" font-size="11"><text x="6" y="14">${label}</text><text x="${left + 6}" y="14">${value}</text></g></svg>`;
}

const width = (text: string) => text.length * 7 + 12;
