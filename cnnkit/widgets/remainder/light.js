// RemainderExplorer: what the status line says of a pixel or of a turned window; the table of all H.

// a pixel of the map, wherever it was pointed at
function pixel(scene, at) {
  const { padding, size, remainder } = scene.facts, read = beside(scene, at, "window", "gap").length;
  const [r, c] = scene.grid(at.grid).placeOf(at.row, at.column), place = `(${r}, ${c})`.replaceAll("-", "−");
  const last = size + padding - remainder;
  const why = r >= last || c >= last ? "It lies in the rows and columns left over" : "It lies in a gap between the windows";
  if (r < 0 || c < 0 || r >= size || c >= size)
    return `Padding ${place}. ${read ? `${several(read, "window")} ${read === 1 ? "reads" : "read"} it.` : `${why}: no pixel is lost here.`}`;
  const gradient = number(scene.grid("dy").at(r, c));
  if (at.grid === "back") return returned(scene, r, c, place, gradient);
  return read ? `Y${place} is read by ${several(read, "window")}: dY${place} = ${gradient}.`
    : `Y${place} is read by no window. ${why}: dY${place} is exactly 0.`;
}

function returned(scene, r, c, place, gradient) {
  const { back, siblings, remainder } = scene.facts;
  if (r < back && c < back) return `The transposed convolution of dz gives ${number(scene.grid("back").at(r, c))} here, which is dY${place}.`;
  return `Was H ${siblings.join(" or ")}? The transposed convolution cannot know. With output_padding = ${remainder} this cell comes, and holds dY${place} = ${gradient}.`;
}

// an output after the turn: its window, brought back to the map as it was, and the window before
function turned(scene, { row, column }) {
  const { remainder } = scene.facts, [after, before] = ["after", "before"].map((name) => number(scene.table(name).at(row, column)));
  return remainder
    ? `Bank of the turned map: ${after} (solid frame); turned result of the bank: ${before} (dotted). The two windows lie r = ${several(remainder, "column")} apart.`
    : `Bank of the turned map: ${after}; turned result of the bank: ${before}. Both come from the same window, for r = 0.`;
}

export const words = (scene, at) => (at.grid === "gap" ? turned : pixel)(scene, at);

// --- the same numbers for every H ---

function panel(scene, element) {
  const { table, size, siblings, output } = scene.facts, now = table[0][2].indexOf(String(size));
  const rows = table.map(([name, label, cells], k) => {
    const tr = piece("tr", `ck-row-${name}`);
    tr.append(piece("th", { scope: "row" }, label));
    cells.forEach((text, column) => {
      const cell = piece(k ? "td" : "th", k ? "" : { scope: "col" }, text);
      if (siblings.includes(Number(table[0][2][column]))) cell.classList.add("ck-sibling");
      if (column === now) cell.classList.add("ck-chosen");
      if (column === now && !k) cell.setAttribute("aria-current", "true");
      tr.append(cell);
    });
    return tr;
  });
  element.replaceChildren(piece("table", "ck-table ck-remainders",
    piece("caption", "", `Every H under this window. Underlined: those that make ${output}.`),
    piece("thead", "", rows[0]),
    piece("tbody", "", ...rows.slice(1))));
}

export default { render: (context) => openBoard(context, { words, panel }) };
