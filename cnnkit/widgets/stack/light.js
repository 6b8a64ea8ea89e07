// StackBuilder: a table of layers to edit, and what one unit reads, down to the image.

const tile = (grid, row, column, role = "reads") => ({ grid, row, column, role, badge: "" });
const IN_A_ROW = 10;
const figures = (value) => value.toLocaleString("en-US");
const layerOf = (at) => Number(at.grid.slice(1));
const isLinear = (row) => row.shape.length === 1;
const range = (count) => [...Array(count).keys()];
const truths = (table, row) => range(table.shape[1]).filter((k) => table.at(row, k));
const fromTo = (what, numbers) => (numbers.length > 1 ? `${what}s ${numbers[0]} to ${numbers.at(-1)}` : `${what} ${numbers[0]}`);

// --- what lights up ---

// rows (or columns) of the map below that some rows of a layer's map read
export function below(layer, cells, size) {
  const read = new Set();
  for (const cell of cells)
    for (let k = 0; k < layer.kernel; k++) {
      const at = cell * layer.stride - layer.padding + k;
      if (at >= 0 && at < size) read.add(at);
    }
  return [...read].sort((a, b) => a - b);
}

// every cell of map k (0 is the image) in these rows and columns
const patch = (k, rows, columns) => rows.flatMap((r) => columns.map((c) => tile(`m${k}`, r, c)));

function unitCells(scene, k, row, column) {
  const { layers, input } = scene.facts, cells = [tile(`m${k}`, row, column, "here")];
  let rows = [row], columns = [column];
  for (let l = k; l >= 1; l--) {
    const layer = layers[l - 1], lower = l > 1 ? layers[l - 2].shape : input;
    if (isLinear(layer)) {
      if (lower.length === 1) {
        const grid = scene.grid(`m${l - 1}`);
        for (const k of range(grid.rows * grid.columns)) if (!Number.isNaN(grid.values[k])) cells.push(tile(grid.id, Math.floor(k / grid.columns), k % grid.columns));
        continue;
      }
      [rows, columns] = [range(lower[1]), range(lower[2])];
    } else {
      rows = below(layer, rows, lower[1]);
      columns = below(layer, columns, lower[2]);
    }
    cells.push(...patch(l - 1, rows, columns));
  }
  return cells;
}

function unit(scene, at) {
  const k = layerOf(at), layer = scene.facts.layers[k - 1], linear = isLinear(layer);
  const number_ = at.row * scene.grid(at.grid).columns + at.column;
  if (linear && Number.isNaN(scene.grid(at.grid).values[number_])) return { cells: [], sum: [], words: "No unit here." };
  const rows = truths(scene.table(`rows${k}`), linear ? 0 : at.row), columns = truths(scene.table(`columns${k}`), linear ? 0 : at.column);
  const name = linear ? `Unit ${number_}` : `Unit (${at.row}, ${at.column})`;
  const read = rows.length * columns.length;
  return { cells: unitCells(scene, k, at.row, at.column), sum: costs(layer), words: `${name} of layer ${k} ${read
    ? `reads ${fromTo("row", rows)}, ${fromTo("column", columns)} of the image: ${rows.length} × ${columns.length} = ${figures(read)} of ${figures(scene.facts.input[1] * scene.facts.input[2])} pixels.${fieldWords(layer, rows, columns)}`
    : "reads padding only."}` };
}

function fieldWords(layer, rows, columns) {
  if (isLinear(layer)) return "";
  const size = `${layer.field} × ${layer.field}`, gaps = rows.at(-1) - rows[0] + 1 > rows.length || columns.at(-1) - columns[0] + 1 > columns.length;
  if (gaps) return ` Between them lie pixels that it does not read.`;
  return rows.length < layer.field || columns.length < layer.field
    ? ` The rest of its ${size} receptive field lies in the padding.` : ` Neighbours read ${layer.jump} further.`;
}

// the layer's figures, written out
function costs(layer) {
  const [kind, ...numbers] = layer.numbers, inputs = layer.inputs.join("·");
  if (kind === "pool") return [{ text: "pooling has no parameters; it compares, it does not multiply" }];
  const weights = kind === "conv" ? `${numbers[0]}·${layer.inputs[0]}·${layer.kernel}·${layer.kernel}` : `${numbers[0]}·${inputs}`;
  const positions = kind === "conv" ? ` · ${layer.shape[1]}·${layer.shape[2]}` : "";
  return [
    { text: `parameters = ${weights} + ${numbers[0]} = ` }, { text: figures(layer.parameters), role: "result" },
    { text: `;  multiply-adds = ${weights}${positions} = ` }, { text: figures(layer.multiply_adds), role: "result" },
  ];
}

function pixel(scene, at) {
  const cells = [tile("m0", at.row, at.column, "here")], reached = [];
  scene.facts.layers.forEach((layer, index) => {
    const k = index + 1, grid = scene.grid(`m${k}`);
    const rows = range(scene.table(`rows${k}`).shape[0]).filter((i) => scene.table(`rows${k}`).at(i, at.row));
    const columns = range(scene.table(`columns${k}`).shape[0]).filter((j) => scene.table(`columns${k}`).at(j, at.column));
    if (isLinear(layer)) {
      if (rows.length && columns.length) for (const n of range(grid.rows * grid.columns)) if (!Number.isNaN(grid.values[n])) cells.push(tile(grid.id, Math.floor(n / grid.columns), n % grid.columns));
      reached.push(rows.length && columns.length ? layer.shape[0] : 0);
      return;
    }
    cells.push(...patch(k, rows, columns));
    reached.push(rows.length * columns.length);
  });
  const lost = reached.indexOf(0), name = `Pixel (${at.row}, ${at.column})`;
  if (!reached.length) return { cells, sum: [], words: `${name}. Add a layer to see where it goes.` };
  const words = lost >= 0
    ? `${name} is never read by layer ${lost + 1}: it changes nothing.`
    : `${name} reaches ${reached.map((count, k) => `${figures(count)} unit${count === 1 ? "" : "s"} of ${k ? "" : "a map of "}layer ${k + 1}`).join(", ")}.`;
  return { cells, sum: [], words };
}

export const light = (scene, at) => (at.grid === "m0" ? pixel(scene, at) : unit(scene, at));

// --- the table ---

const FIELDS = {
  conv: [["filters", 1, 1024], ["K", 1, 16], ["stride", 1, 16], ["padding", 0, 8]],
  pool: [["K", 1, 16], ["stride", 1, 16]],
  linear: [["units", 1, 1024]],
};
const COLUMNS = ["filters", "K", "stride", "padding"];
const NEW = { conv: ["conv", 8, 3, 1, 0], pool: ["pool", 2, 2], linear: ["linear", 10] };
const NAMES = { conv: "conv", pool: "max pool", linear: "linear" };

function made(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  const { dataset, ...rest } = properties;
  Object.assign(element, rest);
  Object.assign(element.dataset, dataset ?? {});
  element.append(...children);
  return element;
}

function panel(scene, element, board) {
  if (board.panel.nextSibling !== board.scenery) board.body.insertBefore(board.panel, board.scenery);
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const layers = [...scene.facts.layers.map((row) => row.numbers), ...scene.facts.rest];
  const set = (next, focus) => {
    panel.wanted = focus ?? null;
    board.model.set("layers", next);
    board.model.save_changes();
  };
  const body = made("tbody", {}, imageRow(scene));
  layers.forEach((layer, k) => body.append(...layerRows(scene, layers, layer, k, set)));
  const { facts } = scene, total = made("tr", { className: "ck-total" },
    made("th", { scope: "row", colSpan: 7, textContent: "in all" }),
    made("td", { textContent: figures(facts.parameters) }), made("td", { textContent: figures(facts.multiply_adds) }), made("td"), made("td"));
  const heads = ["", "layer", ...COLUMNS, "makes", "parameters", "multiply-adds", "reads", ""];
  const head = made("tr", {}, ...heads.map((text) => made(text ? "th" : "td", text ? { scope: "col", textContent: text } : {})));
  const table = made("table", { className: "ck-table" }, made("thead", {}, head), body, made("tfoot", {}, total));
  table.setAttribute("aria-label", "layers of the stack");
  element.replaceChildren(table, adders(layers, set));
  const key = panel.wanted ?? focused;
  if (key && (focused || panel.wanted)) element.querySelector(`[data-key="${key}"]`)?.focus();
  panel.wanted = null;
}

function imageRow(scene) {
  return made("tr", {}, made("td"), made("th", { scope: "row", textContent: "image" }), ...COLUMNS.map(() => made("td")),
    made("td", { textContent: scene.facts.input.join(" × ") }), made("td"), made("td"), made("td"), made("td"));
}

function layerRows(scene, layers, layer, k, set) {
  const [kind, ...numbers] = layer, row = scene.facts.layers[k], tr = made("tr", { dataset: { layer: k + 1 } });
  const changed = (place, value) => set(layers.map((one, at) => (at === k ? one.map((old, n) => (n === place ? value : old)) : one)));
  tr.append(made("td", { textContent: k + 1 }), made("td", {}, kindMenu(layers, kind, k, set)));
  for (const column of COLUMNS) {
    const place = FIELDS[kind].findIndex(([name]) => name === column || (name === "units" && column === "filters"));
    tr.append(made("td", {}, ...(place < 0 ? [] : [numberInput(k, FIELDS[kind][place], numbers[place], (value) => changed(place + 1, value))])));
  }
  const field = row && !isLinear(row) ? `${row.field} × ${row.field}` : row ? "everything" : "";
  tr.append(made("td", { className: "ck-makes", textContent: row ? row.size : "—" }), made("td", { textContent: row ? figures(row.parameters) : "—" }),
    made("td", { textContent: row ? figures(row.multiply_adds) : "—" }), made("td", { textContent: field }), made("td", {}, ...movers(layers, k, set)));
  if (k !== scene.facts.layers.length || !scene.facts.trouble) return [tr];
  const words = made("td", { colSpan: 10, className: "ck-trouble", textContent: `Layer ${k + 1} does not fit: ${scene.facts.trouble}.` });
  words.setAttribute("role", "status");
  return [tr, made("tr", {}, made("td"), words)];
}

function kindMenu(layers, kind, k, set) {
  const menu = made("select", { dataset: { key: `kind${k}` } }, ...Object.keys(NEW).map((one) => new Option(NAMES[one], one, false, one === kind)));
  menu.setAttribute("aria-label", `layer ${k + 1}, kind`);
  menu.addEventListener("change", () => set(layers.map((one, at) => (at === k ? NEW[menu.value] : one))));
  return menu;
}

function numberInput(k, [name, low, high], value, act) {
  const input = made("input", { type: "number", min: low, max: high, step: 1, value, dataset: { key: `${name}${k}` } });
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
    const one = made("button", { type: "button", textContent: text, disabled, dataset: { key: `${key}${k}` } });
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
    const button = made("button", { type: "button", textContent: `add ${NAMES[kind]}`, disabled: layers.length >= 8, dataset: { key: `add-${kind}` } });
    button.addEventListener("click", () => set([...layers, NEW[kind]], `kind${layers.length}`));
    return button;
  });
  return made("div", { className: "ck-adders" }, ...buttons);
}

export default { render: (context) => openBoard(context, { light, panel }) };
