const escapes = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const text = (value) => String(value).replace(/[&<>"]/g, (character) => escapes[character]);

/** The menu as HTML. */
export function page(menu, environment) {
  const rows = menu.days().map((day) => {
    const dishes = menu.of(day).map(({ dish, votes }) => `<li>${text(dish)} <small>${votes}</small></li>`);
    return `<h2>${text(day)}</h2><ul>${dishes.join("")}</ul>`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Lunch</title></head>
<body><h1>Lunch</h1>${rows.join("\n")}<footer>${text(environment)}</footer></body>
</html>
`;
}
