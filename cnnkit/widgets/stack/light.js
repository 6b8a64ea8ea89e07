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

// What a hand does to the stack.  Each change begins with the layers that are wanted by now: the kernel may still be busy
// with the one before.
function handOn(board) {
  const now = () => board.model.get("layers");
  const set = (next, focus) => {
    board.wanted = focus ?? null;
    board.model.set("layers", next);
    board.model.save_changes();
  };
  return {
    value: (k, place) => now()[k]?.[place],
    number: (k, place, value) => set(now().map((one, at) => (at === k ? one.map((old, n) => (n === place ? value : old)) : one))),
    kind: (k, kind) => set(now().map((one, at) => (at === k ? NEW[kind] : one))),
    add: (kind) => set([...now(), NEW[kind]], `kind${now().length}`),
    remove: (k) => set(now().filter((_, at) => at !== k), now().length > 1 ? `remove${Math.min(k, now().length - 2)}` : "add-conv"),
    swap: (k, to) => {
      const layers = now();
      if (Math.min(k, to) >= 0 && Math.max(k, to) < layers.length)
        set(layers.map((one, at) => (at === k ? layers[to] : at === to ? layers[k] : one)), `${to < k ? "up" : "down"}${to}`);
    },
  };
}

const kindsOf = (layers) => layers.map(([kind]) => kind).join();

function panel(scene, element, board) {
  if (board.panel.nextSibling !== board.scenery) board.body.insertBefore(board.panel, board.scenery);
  const hand = (board.hand ??= handOn(board)), { facts } = scene;
  const drawn = [...facts.layers.map((row) => row.numbers), ...facts.rest], wanted = board.model.get("layers");
  const layers = kindsOf(drawn) === kindsOf(wanted) ? wanted : drawn; // an older answer takes no number back
  const table = tableOf(scene, layers, hand), shape = `${kindsOf(layers)};${facts.trouble ? facts.layers.length : ""}`;
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  if (shape === board.shape) refresh(element.querySelector("table"), table);
  else element.replaceChildren(table, adders(layers, hand));
  board.shape = shape;
  const find = (key) => key && element.querySelector(`[data-key="${key}"]`), goal = find(board.wanted);
  if (goal) board.wanted = null;
  (goal ?? find(focused))?.focus();
}

// rows of the same kinds stay, with their inputs: a hand may be typing in one
function refresh(table, made) {
  const [were, are] = [table, made].map((one) => [...one.querySelectorAll("th, td")]);
  are.forEach((cell, k) => {
    const controls = [...cell.querySelectorAll("[data-key]")];
    if (!controls.length) were[k].textContent = cell.textContent;
    for (const one of controls) {
      const old = were[k].querySelector(`[data-key="${one.dataset.key}"]`);
      if (!("typing" in old.dataset) && old.value !== one.value) old.value = one.value;
    }
  });
}

function tableOf(scene, layers, hand) {
  const { facts } = scene, body = piece("tbody", {}, imageRow(scene));
  layers.forEach((layer, k) => body.append(...layerRows(scene, layers, layer, k, hand)));
  const total = piece("tr", { className: "ck-total" },
    piece("th", { scope: "row", colSpan: 7, textContent: "in all" }),
    piece("td", { textContent: count(facts.parameters) }), piece("td", { textContent: count(facts.multiply_adds) }), piece("td"), piece("td"));
  const heads = ["", "layer", ...COLUMNS, "makes", "parameters", "multiply-adds", "sees", ""];
  const head = piece("tr", {}, ...heads.map((text) => piece(text ? "th" : "td", text ? { scope: "col", textContent: text } : {})));
  const table = piece("table", { className: "ck-table" }, piece("thead", {}, head), body, piece("tfoot", {}, total));
  table.setAttribute("aria-label", "layers of the stack");
  return table;
}

function imageRow(scene) {
  return piece("tr", {}, piece("td"), piece("th", { scope: "row", textContent: "image" }), ...COLUMNS.map(() => piece("td")),
    piece("td", { textContent: scene.facts.input.join(" × ") }), piece("td"), piece("td"), piece("td"), piece("td"));
}

function layerRows(scene, layers, layer, k, hand) {
  const [kind, ...numbers] = layer, row = scene.facts.layers[k], tr = piece("tr", { dataset: { layer: k + 1 } });
  tr.append(piece("td", { textContent: k + 1 }), piece("td", {}, kindMenu(kind, k, hand)));
  for (const column of COLUMNS) {
    const place = FIELDS[kind].findIndex(([name]) => name === column || (name === "units" && column === "filters"));
    tr.append(piece("td", {}, ...(place < 0 ? [] : [numberInput(k, place + 1, FIELDS[kind][place], numbers[place], hand)])));
  }
  const field = row && !isLinear(row) ? `${row.field} × ${row.field}` : row ? "everything" : "";
  tr.append(piece("td", { className: "ck-makes", textContent: row ? row.size : "—" }), piece("td", { textContent: row ? count(row.parameters) : "—" }),
    piece("td", { textContent: row ? count(row.multiply_adds) : "—" }), piece("td", { textContent: field }), piece("td", {}, ...movers(layers.length, k, hand)));
  if (k !== scene.facts.layers.length || !scene.facts.trouble) return [tr];
  const words = piece("td", { colSpan: 10, className: "ck-trouble", textContent: `Layer ${k + 1} does not fit: ${scene.facts.trouble}.` });
  words.setAttribute("role", "status");
  return [tr, piece("tr", {}, piece("td"), words)];
}

function kindMenu(kind, k, hand) {
  const menu = piece("select", { dataset: { key: `kind${k}` } }, ...Object.keys(NEW).map((one) => new Option(NAMES[one], one, false, one === kind)));
  menu.setAttribute("aria-label", `layer ${k + 1}, kind`);
  menu.addEventListener("change", () => hand.kind(k, menu.value));
  return menu;
}

function numberInput(k, place, [name, low, high], value, hand) {
  const input = piece("input", { type: "number", min: low, max: high, step: 1, value, dataset: { key: `${name}${k}` } });
  input.setAttribute("aria-label", `layer ${k + 1}, ${name}`);
  const settle = () => delete input.dataset.typing;
  input.addEventListener("input", () => (input.dataset.typing = ""));
  input.addEventListener("blur", settle);
  input.addEventListener("change", () => {
    settle();
    const wanted = Math.round(typed(input.value)), known = Number.isFinite(wanted);
    input.value = known ? Math.min(high, Math.max(low, wanted)) : hand.value(k, place);
    if (known) hand.number(k, place, Number(input.value));
  });
  return input;
}

// the first cannot go up: its button stays a stop of the Tab key, so that a layer can be pushed to the top without losing it
function movers(count_, k, hand) {
  const button = (text, name, key, act, idle = false) => {
    const one = piece("button", { type: "button", textContent: text, dataset: { key: `${key}${k}` } });
    one.setAttribute("aria-label", `${name} layer ${k + 1}`);
    one.title = one.getAttribute("aria-label");
    if (idle) one.setAttribute("aria-disabled", "true");
    else one.addEventListener("click", act);
    return one;
  };
  return [
    button("↑", "move up", "up", () => hand.swap(k, k - 1), k === 0),
    button("↓", "move down", "down", () => hand.swap(k, k + 1), k === count_ - 1),
    button("remove", "remove", "remove", () => hand.remove(k)),
  ];
}

function adders(layers, hand) {
  const buttons = Object.keys(NEW).map((kind) => {
    const button = piece("button", { type: "button", textContent: `add ${NAMES[kind]}`, disabled: layers.length >= 8, dataset: { key: `add-${kind}` } });
    button.addEventListener("click", () => hand.add(kind));
    return button;
  });
  return piece("div", { className: "ck-adders" }, ...buttons);
}

export default { render: (context) => openBoard(context, { words, panel }) };
