import "./style.css";
import { convert, likes, units } from "./units.ts";

const form = document.querySelector("form")!;
const output = document.querySelector("output")!;
const field = <T extends Element>(name: string) => form.elements.namedItem(name) as unknown as T;
const value = field<HTMLInputElement>("value");
const from = field<HTMLSelectElement>("from");
const to = field<HTMLSelectElement>("to");

const fill = (select: HTMLSelectElement, names: string[]) =>
  select.replaceChildren(...names.map((name) => new Option(name)));

function show() {
  const converted = convert(value.valueAsNumber, from.value, to.value);
  output.textContent = Number.isFinite(converted) ? `${converted} ${to.value}` : "";
}

fill(from, units);
fill(to, likes(from.value));
from.addEventListener("change", () => fill(to, likes(from.value)));
form.addEventListener("input", show);
form.addEventListener("change", show);
form.addEventListener("submit", (event) => event.preventDefault());
show();

document.querySelector("footer")!.textContent = import.meta.env.VITE_APP_ENV ?? "production";
