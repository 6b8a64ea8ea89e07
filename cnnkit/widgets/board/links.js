// Who belongs to whom: the links of a picture, read for the cell in hand.  The same steps as lights.py;
// a test compares the two, cell by cell.

const MOST_TERMS = 16, KEPT_AT_THE_END = 3, MOST_ARROWS = 12;
const JOINED = { plus: " + ", max: ", ", minus: " − ", apart: " − ", list: ", " };
const keyOf = ({ grid, row, column }) => `${grid}:${row},${column}`;

// lights, arrows and the sum of one cell
export function lightOf(scene, at) {
  const here = scene.grid(at.grid);
  if (here.kind(at.row, at.column) === BLANK && !here.trouble) return { cells: [], arrows: [], sum: [], terms: [], total: null };
  const found = scene.links.flatMap((link) => link.grids.map((names) => foundIn(scene, link, names, at)).filter(Boolean));
  const { cells, roles } = cellsOf(scene, found, at);
  return { cells, arrows: arrowsOf(scene, found), ...sumOf(scene, found, at, roles) };
}

// --- tuples ---

function foundIn(scene, link, names, at) {
  const k = link.columns.findIndex((name, k) => names[k] === at.grid && (link.light[name] || link.sums[name] || link.arrows[name]));
  return k < 0 ? null : { link, names, column: link.columns[k], tuples: tuplesOf(scene, link, names, k, at) };
}

// all tuples, or those whose column k is the cell in hand: [{row, column}, ...] for each of its columns
export function tuplesOf(scene, link, names, k = null, at = null) {
  if (k !== null && link.whole[k]) k = null;
  const [first, second] = link.tables.map((name) => scene.table(name)), places = placesIn(link), width = first.shape[1];
  const tuples = [], wanted = (table, value) => {
    const rows = [];
    for (let t = 0; t < table.data.length; t += width) if (k === null || table.data[t + places[k]] === value) rows.push(t);
    return rows;
  };
  if (second) {
    const columns = wanted(second, at?.column);
    for (const t of wanted(first, at?.row))
      for (const u of columns) tuples.push(places.map((place) => (place < 0 ? null : { row: first.data[t + place], column: second.data[u + place] })));
    return tuples;
  }
  const widths = names.map((name) => scene.shape(name)?.[1] ?? 1);
  const cell = (t) => places.map((place, c) => (place < 0 ? null : { row: Math.floor(first.data[t + place] / widths[c]), column: first.data[t + place] % widths[c] }));
  return wanted(first, k === null ? null : at.row * widths[k] + at.column).map(cell);
}

// where each column stands in the tables; a whole grid stands in none
function placesIn({ whole }) {
  let place = 0;
  return whole.map((one) => (one ? -1 : place++));
}

const cellIn = ({ link, names, tuples }, t, name) => {
  const k = link.columns.indexOf(name);
  return { grid: names[k], ...(link.whole[k] ? { row: 0, column: 0 } : tuples[t][k]) };
};

// --- lights ---

function cellsOf(scene, found, at) {
  const marks = new Map([[`${keyOf(at)}:here`, { ...at, role: "here", badge: "" }]]), roles = new Map([[keyOf(at), "here"]]);
  for (const one of found)
    for (const [column, role, label, by] of one.link.light[one.column] ?? [])
      eachLit(scene, one, column, by, (t, cell) => {
        const key = keyOf(cell), own = key === keyOf(at);
        if (own && by) return;
        const badge = label.length ? filled(scene, one, t, at, label) : "";
        const known = marks.get(`${key}:${role}`);
        if (known) known.badge ||= badge;
        else marks.set(`${key}:${role}`, { ...cell, role, badge });
        roles.set(key, own ? "here" : role);
      });
  return { cells: [...marks.values()].filter((mark) => scene.shows(mark)).map(({ grid, row, column, role, badge }) => ({ grid, row, column, role, badge })), roles };
}

function eachLit(scene, one, column, by, act) {
  const k = one.link.columns.indexOf(column), grid = one.names[k], shape = scene.shape(grid);
  if (!shape) return;
  if (one.link.whole[k]) {
    if (one.tuples.length) for (let row = 0; row < shape[0]; row++) for (let c = 0; c < shape[1]; c++) act(0, { grid, row, column: c });
    return;
  }
  const tuples = by ? sharing(scene, one, by) : one.tuples;
  tuples.forEach((tuple, t) => act(t, { grid, ...tuple[k] }));
}

// tuples that have a cell of column `by` in common with those of the cell in hand
function sharing(scene, one, by) {
  const k = one.link.columns.indexOf(by), key = (tuple) => `${tuple[k].row},${tuple[k].column}`;
  const shared = new Set(one.tuples.map(key));
  return tuplesOf(scene, one.link, one.names).filter((tuple) => shared.has(key(tuple)));
}

function arrowsOf(scene, found) {
  const arrows = [], name = ({ from, to }) => `${keyOf(from)} ${keyOf(to)}`;
  for (const one of found) {
    const { link, names } = one, ends = link.arrows[one.column];
    if (!ends) continue;
    const pairs = (some, role) => some.tuples.map((_, t) => ({ from: cellIn(some, t, ends[0]), to: cellIn(some, t, ends[1]), role }));
    const own = pairs(one, link.quiet ? "here" : "reads"), known = new Set(own.map(name));
    if (link.quiet) arrows.push(...pairs({ link, names, tuples: tuplesOf(scene, link, names) }, "quiet").filter((pair) => !known.has(name(pair))));
    arrows.push(...own);
  }
  return arrows.length <= MOST_ARROWS ? arrows : [];
}

// --- sums ---

function sumOf(scene, found, at, roles) {
  const none = { sum: [], terms: [], total: null };
  const every = found.filter((one) => one.link.sums[one.column]).map((one) => [one, one.link.sums[one.column]]);
  // a link that holds nothing of the cell in hand speaks only where no other does
  const full = every.filter(([one]) => one.tuples.length), said = full.length ? full : every.slice(0, 1);
  const items = said.flatMap(([one, spec]) => one.tuples.flatMap((_, t) => spec.items.map(([template, counted]) => ({ one, t, template, counted }))));
  const how = said.find(([, spec]) => spec.items.length)?.[1].how ?? "";
  if (!said.length || (how === "list" && !items.length)) return none;
  const terms = how === "list" ? [] : items.map(({ one, t, counted }) => product(scene, one, t, counted));
  const total = totalOf(how, terms), write = new Writer(scene, at, roles);
  const once = (name) => {
    const pair = said.find(([, spec]) => spec[name].length);
    if (pair) write.template(pair[0], 0, pair[1][name]);
  };
  once("head");
  if (items.length) once("open");
  writeTerms(write, items, how);
  if (items.length) once("close");
  if (total !== null) write.add(write.exact && exact(total) ? " = " : " ≈ ").add(how === "apart" ? tiny(total) : number(total), "result");
  once("after");
  write.add(verdict(scene.grid(at.grid), at.row, at.column, total));
  return { sum: write.parts, terms, total };
}

function writeTerms(write, items, how) {
  const from = MOST_TERMS - KEPT_AT_THE_END - 1, to = items.length - KEPT_AT_THE_END;
  items.forEach(({ one, t, template }, k) => {
    if (items.length > MOST_TERMS && k >= from && k < to) {
      if (k === from) write.add(`${JOINED[how]}… ${to - from} more …`);
    } else write.add(k ? JOINED[how] : "").template(one, t, template);
  });
  if (how === "plus" && !items.length) write.add("0, an empty sum");
}

function totalOf(how, terms) {
  if (!["plus", "max", "minus", "apart"].includes(how) || !terms.length) return null;
  if (how === "plus") return terms.reduce((total, term) => total + term, 0);
  if (how === "max") return Math.max(...terms);
  return how === "minus" ? terms[0] - terms[1] : Math.abs(terms[0] - terms[1]);
}

const product = (scene, one, t, columns) => columns.reduce((value, name) => value * scene.number(cellIn(one, t, name)), one.link.scale);

// what the learner's function has in the cell in hand
function verdict(grid, row, column, total) {
  if (!grid.yours) return "";
  if (grid.trouble) return `; your ${grid.symbol} has no number`;
  if (!grid.crossed[row * grid.columns + column]) return `; your ${grid.symbol} agrees`;
  const value = grid.at(row, column);
  let text = number(value);
  if (total !== null && total !== value && text === number(total)) text = `${precise(value)}, ${tiny(Math.abs(value - total))} off`; // two decimals are too few
  return `; your ${grid.symbol} is ${text}`;
}

const filled = (scene, one, t, at, template) => plain(new Writer(scene, at, new Map()).template(one, t, template).parts).replace("+−", "−");

// templates filled in, part by part
class Writer {
  constructor(scene, at, roles) {
    Object.assign(this, { scene, at, roles, parts: [], exact: true });
  }

  add(text, role = "") {
    if (text) this.parts.push({ text, role });
    return this;
  }

  template(one, t, template) {
    for (const [kind, what, role] of template) {
      if (kind === "text" || kind === "role") this.add(what, role);
      else if (kind === "product" || kind === "signed") {
        const value = product(this.scene, one, t, what);
        this.add((kind === "product" ? "" : exact(value) ? "= " : "≈ ") + number(value));
      } else this.cell(kind, what === one.column || !one.tuples.length ? this.at : cellIn(one, t, what));
    }
    return this;
  }

  cell(kind, cell) {
    const { scene } = this, role = this.roles.get(keyOf(cell)) ?? "", value = scene.number(cell);
    if (kind === "place") return this.add(scene.place(cell));
    if (kind === "counted") return this.add(scene.place(cell), role);
    if (kind === "flat") return this.add(String(cell.row * scene.shape(cell.grid)[1] + cell.column));
    if (kind === "said") return this.add(said(scene, cell), role);
    if (kind === "precise") return this.add(precise(value), role);
    if (kind === "bracketed") return this.add(value < 0 ? `(${precise(value)})` : precise(value), role);
    this.exact &&= exact(value);
    return this.add(kind === "factor" ? factor(value) : number(value), role);
  }
}

export const plain = (parts) => parts.map((part) => part.text).join("");
