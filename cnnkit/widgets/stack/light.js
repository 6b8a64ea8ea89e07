// StackBuilder: a table of layers to edit, and what one unit sees, down to the image.

const isLinear = (row) => row.shape.length === 1;

// --- what the status line says ---

function unit(scene, at) {
  const grid = scene.grid(at.grid);
  if (grid.kind(at.row, at.column) === BLANK) return "No unit here.";
  const k = Number(at.grid.slice(1)), layer = scene.facts.layers[k - 1], [, height, width] = scene.facts.input;
  const read = beside(scene, at, "reach", "lower").filter((cell) => cell.grid === "m0");
  const name = `${isLinear(layer) ? `Unit ${at.row * grid.columns + at.column}` : `Unit (${at.row}, ${at.column})`} of layer ${k}`;
  if (!read.length) return `${name} sees padding only.`;
  const [rows, columns] = ["row", "column"].map((axis) => [...new Set(read.map((cell) => cell[axis]))]);
  return `${name} sees ${block(scene, read)} of the image: ${rows.length} × ${columns.length} = ${count(read.length)} of ${count(height * width)} pixels.${fieldWords(layer, rows, columns)}`;
}

function fieldWords(layer, rows, columns) {
  if (isLinear(layer)) return "";
  if ([rows, columns].some((cells) => cells.at(-1) - cells[0] + 1 > cells.length)) return " Between them lie pixels that it does not see.";
  return rows.length < layer.field || columns.length < layer.field
    ? ` The rest of its ${layer.field} × ${layer.field} receptive field lies in the padding.` : ` The field of a neighbour begins ${several(layer.jump, "pixel")} further on.`;
}

function pixel(scene, at) {
  const { layers } = scene.facts, name = `Pixel (${at.row}, ${at.column})`, reached = beside(scene, at, "reach", "upper");
  if (!layers.length) return `${name}. Add a layer to see where it goes.`;
  const counts = layers.map((layer, k) => {
    const units = reached.filter(({ grid }) => grid === `m${k + 1}`).length;
    return isLinear(layer) && units ? layer.shape[0] : units;
  });
  if (counts.includes(0)) return `${name} is never read by layer ${counts.indexOf(0) + 1}: it changes nothing.`;
  return `${name} reaches ${counts.map((units, k) => `${several(units, "unit")} of ${k ? "" : "a map of "}layer ${k + 1}`).join(", ")}.`;
}

export const words = (scene, at) => (at.grid === "m0" ? pixel : unit)(scene, at);

// --- the table ---

const FIELDS = {
  conv: [["filters", 1, 1024], ["K", 1, 16], ["stride", 1, 16], ["padding", 0, 8]],
  pool: [["K", 1, 16], ["stride", 1, 16]],
  linear: [["units", 1, 1024]],
};
const COLUMNS = ["filters", "K", "stride", "padding"];
const NEW = { conv: ["conv", 8, 3, 1, 0], pool: ["pool", 2, 2], linear: ["linear", 10] };
const NAMES = { conv: "conv", pool: "max pool", linear: "linear" };

function panel(scene, element, board) {
  if (board.panel.nextSibling !== board.scenery) board.body.insertBefore(board.panel, board.scenery);
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const layers = [...scene.facts.layers.map((row) => row.numbers), ...scene.facts.rest];
  const set = (next, focus) => {
    panel.wanted = focus ?? null;
    board.model.set("layers", next);
    board.model.save_changes();
  };
  const body = piece("tbody", {}, imageRow(scene));
  layers.forEach((layer, k) => body.append(...layerRows(scene, layers, layer, k, set)));
  const { facts } = scene, total = piece("tr", { className: "ck-total" },
    piece("th", { scope: "row", colSpan: 7, textContent: "in all" }),
    piece("td", { textContent: count(facts.parameters) }), piece("td", { textContent: count(facts.multiply_adds) }), piece("td"), piece("td"));
  const heads = ["", "layer", ...COLUMNS, "makes", "parameters", "multiply-adds", "sees", ""];
  const head = piece("tr", {}, ...heads.map((text) => piece(text ? "th" : "td", text ? { scope: "col", textContent: text } : {})));
  const table = piece("table", { className: "ck-table" }, piece("thead", {}, head), body, piece("tfoot", {}, total));
  table.setAttribute("aria-label", "layers of the stack");
  element.replaceChildren(table, adders(layers, set));
  const key = panel.wanted ?? focused;
  if (key && (focused || panel.wanted)) element.querySelector(`[data-key="${key}"]`)?.focus();
  panel.wanted = null;
}

function imageRow(scene) {
  return piece("tr", {}, piece("td"), piece("th", { scope: "row", textContent: "image" }), ...COLUMNS.map(() => piece("td")),
    piece("td", { textContent: scene.facts.input.join(" × ") }), piece("td"), piece("td"), piece("td"), piece("td"));
}

function layerRows(scene, layers, layer, k, set) {
  const [kind, ...numbers] = layer, row = scene.facts.layers[k], tr = piece("tr", { dataset: { layer: k + 1 } });
  const changed = (place, value) => set(layers.map((one, at) => (at === k ? one.map((old, n) => (n === place ? value : old)) : one)));
  tr.append(piece("td", { textContent: k + 1 }), piece("td", {}, kindMenu(layers, kind, k, set)));
  for (const column of COLUMNS) {
    const place = FIELDS[kind].findIndex(([name]) => name === column || (name === "units" && column === "filters"));
    tr.append(piece("td", {}, ...(place < 0 ? [] : [numberInput(k, FIELDS[kind][place], numbers[place], (value) => changed(place + 1, value))])));
  }
  const field = row && !isLinear(row) ? `${row.field} × ${row.field}` : row ? "everything" : "";
  tr.append(piece("td", { className: "ck-makes", textContent: row ? row.size : "—" }), piece("td", { textContent: row ? count(row.parameters) : "—" }),
    piece("td", { textContent: row ? count(row.multiply_adds) : "—" }), piece("td", { textContent: field }), piece("td", {}, ...movers(layers, k, set)));
  if (k !== scene.facts.layers.length || !scene.facts.trouble) return [tr];
  const words = piece("td", { colSpan: 10, className: "ck-trouble", textContent: `Layer ${k + 1} does not fit: ${scene.facts.trouble}.` });
  words.setAttribute("role", "status");
  return [tr, piece("tr", {}, piece("td"), words)];
}

function kindMenu(layers, kind, k, set) {
  const menu = piece("select", { dataset: { key: `kind${k}` } }, ...Object.keys(NEW).map((one) => new Option(NAMES[one], one, false, one === kind)));
  menu.setAttribute("aria-label", `layer ${k + 1}, kind`);
  menu.addEventListener("change", () => set(layers.map((one, at) => (at === k ? NEW[menu.value] : one))));
  return menu;
}

function numberInput(k, [name, low, high], value, act) {
  const input = piece("input", { type: "number", min: low, max: high, step: 1, value, dataset: { key: `${name}${k}` } });
  input.setAttribute("aria-label", `layer ${k + 1}, ${name}`);
  input.addEventListener("change", () => {
    const wanted = Math.round(typed(input.value));
    if (Number.isFinite(wanted)) act(Math.min(high, Math.max(low, wanted)));
    else input.value = value;
  });
  return input;
}

function movers(layers, k, set) {
  const swap = (to) => set(layers.map((one, at) => (at === k ? layers[to] : at === to ? layers[k] : one)), `${to < k ? "up" : "down"}${to}`);
  const button = (text, name, key, act, disabled) => {
    const one = piece("button", { type: "button", textContent: text, disabled, dataset: { key: `${key}${k}` } });
    one.setAttribute("aria-label", `${name} layer ${k + 1}`);
    one.title = one.getAttribute("aria-label");
    one.addEventListener("click", act);
    return one;
  };
  return [
    button("↑", "move up", "up", () => swap(k - 1), k === 0),
    button("↓", "move down", "down", () => swap(k + 1), k === layers.length - 1),
    button("remove", "remove", "remove", () => set(layers.filter((_, at) => at !== k), layers.length > 1 ? `remove${Math.min(k, layers.length - 2)}` : "add-conv"), false),
  ];
}

function adders(layers, set) {
  const buttons = Object.keys(NEW).map((kind) => {
    const button = piece("button", { type: "button", textContent: `add ${NAMES[kind]}`, disabled: layers.length >= 8, dataset: { key: `add-${kind}` } });
    button.addEventListener("click", () => set([...layers, NEW[kind]], `kind${layers.length}`));
    return button;
  });
  return piece("div", { className: "ck-adders" }, ...buttons);
}

export default { render: (context) => openBoard(context, { words, panel }) };
