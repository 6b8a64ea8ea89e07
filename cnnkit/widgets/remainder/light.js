// RemainderExplorer: which windows read a cell, and where they fall when the map is turned.

const one = (grid, row, column, role = "reads", badge = "") => ({ grid, row, column, role, badge });
const count = (number_, what) => `${number_} ${what}${number_ === 1 ? "" : "s"}`;
const upTo = (n) => [...Array(n).keys()];

// output rows that read a padded row
export function readersOf(scene, padded) {
  return upTo(scene.facts.output).filter((i) => scene.table("reads").at(i, padded));
}

// padded rows that an output row reads
export function rowsOf(scene, i) {
  const reads = scene.table("reads");
  return upTo(reads.shape[1]).filter((row) => reads.at(i, row));
}

const block = (grid, rows, columns, role) => rows.flatMap((r) => columns.map((c) => one(grid, r, c, role)));
const sum = (scene) => [{ text: scene.facts.formula.replace(/\d+$/, "") }, { text: String(scene.facts.remainder), role: "result" }];

// a pixel (r, c) of the map, wherever it was pointed at
function pixel(scene, grid, r, c) {
  const { padding: p, size, back, remainder } = scene.facts;
  const real = r >= 0 && c >= 0 && r < size && c < size;
  const rows = readersOf(scene, r + p), columns = readersOf(scene, c + p), read = rows.length * columns.length;
  const cells = [one("y", r + p, c + p, grid === "y" ? "here" : "reads"), ...block("gap", rows, columns, "reads")];
  if (real) for (const id of ["dy", "back"]) cells.push(one(id, r, c, grid === id ? "here" : "reads"));
  return { cells, sum: sum(scene), words: pixelWords(scene, { r, c, real, read, last: size + p - remainder, grid, back }) };
}

function pixelWords(scene, { r, c, real, read, last, grid, back }) {
  const at = `(${r}, ${c})`.replaceAll("-", "−"), beyond = r >= last || c >= last;
  const why = beyond ? "It lies in the rows and columns left over" : "It lies in a gap between the windows";
  if (!real) return `Padding ${at}. ${read ? `${count(read, "window")} ${read === 1 ? "reads" : "read"} it.` : `${why}: no pixel is lost here.`}`;
  const gradient = number(scene.grid("dy").at(r, c));
  if (grid === "back") {
    if (r < back && c < back) return `The transposed convolution of dz gives ${number(scene.grid("back").at(r, c))} here, which is dY${at}.`;
    const sizes = scene.facts.siblings.join(" or "), needed = scene.facts.remainder;
    return `Was H ${sizes}? The transposed convolution cannot know. With output_padding = ${needed} this cell comes, and holds dY${at} = ${gradient}.`;
  }
  if (!read) return `Y${at} is read by no window. ${why}: dY${at} is exactly 0.`;
  return `Y${at} is read by ${count(read, "window")}: dY${at} = ${gradient}.`;
}

// an output cell after the turn: its window, brought back to the map as it was, and the window before
function turned(scene, i, j) {
  const { output, remainder } = scene.facts, width = scene.table("reads").shape[1];
  // cell (R, C) of the turned map stood at (C, width − 1 − R)
  const after = block("y", rowsOf(scene, j), rowsOf(scene, i).map((row) => width - 1 - row), "reads");
  const before = block("y", rowsOf(scene, j), rowsOf(scene, output - 1 - i), "weight");
  const a = scene.table("after").at(i, j), b = scene.table("before").at(i, j);
  const words = remainder
    ? `Bank of the turned map: ${number(a)} (solid frame); turned result of the bank: ${number(b)} (dotted). The two windows lie r = ${count(remainder, "column")} apart.`
    : `Bank of the turned map: ${number(a)}; turned result of the bank: ${number(b)}. Both come from the same window, for r = 0.`;
  return { cells: [one("gap", i, j, "here"), ...before, ...after], words,
    sum: [{ text: number(a), role: "reads" }, { text: " − " }, { text: factor(b), role: "weight" }, { text: " = " }, { text: number(a - b), role: "result" }] };
}

export function light(scene, { grid, row, column }) {
  if (grid === "gap") return turned(scene, row, column);
  const p = grid === "y" ? scene.facts.padding : 0;
  return pixel(scene, grid, row - p, column - p);
}

// --- the same numbers for every H ---

function panel(scene, element) {
  const { table, size, siblings, output } = scene.facts, now = table[0][2].indexOf(String(size));
  const make = (tag, text = "", properties = {}) => Object.assign(document.createElement(tag), { textContent: text }, properties);
  const rows = table.map(([name, label, cells], k) => {
    const tr = make("tr", "", { className: `ck-row-${name}` });
    tr.append(make("th", label, { scope: "row" }));
    cells.forEach((text, column) => {
      const cell = make(k ? "td" : "th", text, k ? {} : { scope: "col" });
      if (siblings.includes(Number(table[0][2][column]))) cell.classList.add("ck-sibling");
      if (column === now) cell.classList.add("ck-chosen");
      if (column === now && !k) cell.setAttribute("aria-current", "true");
      tr.append(cell);
    });
    return tr;
  });
  const head = document.createElement("thead"), body = document.createElement("tbody"), whole = document.createElement("table");
  head.append(rows[0]);
  body.append(...rows.slice(1));
  whole.className = "ck-table ck-remainders";
  const caption = make("caption", `Every H under this window. Underlined: those that make ${output}.`);
  whole.append(caption, head, body);
  element.replaceChildren(whole);
}

export default { render: (context) => openBoard(context, { light, panel }) };
