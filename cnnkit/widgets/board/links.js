// Who belongs to whom: the links of a picture, read for the cell in hand.  The same steps as lights.py;
// a test compares the two, cell by cell.

const MOST_TERMS = 16, KEPT_AT_THE_END = 3, MOST_ARROWS = 12;
const JOINED = { plus: " + ", max: ", ", minus: " − ", apart: " − ", list: ", " };
const upTo = (n) => Array.from({ length: n }, (_, k) => k);
const keyOf = ({ grid, row, column }) => `${grid}:${row},${column}`;

// lights, arrows and the sum of one cell
export function lightOf(scene, at) {
  const here = scene.grid(at.grid);
  if (here.kind(at.row, at.column) === BLANK && !here.trouble) return { cells: [], arrows: [], sum: [], terms: [], total: null };
  const found = scene.links.flatMap((link) => link.grids.map((names) => foundIn(scene, link, names, at)).filter(Boolean));
  const { cells, roles } = cellsOf(scene, found, at);
  return { cells, arrows: arrowsOf(scene, found), ...sumOf(scene, found, at, roles) };
}

// --- tuples: rows and columns of their cells, `width` numbers for each tuple ---

function foundIn(scene, link, names, at) {
  const k = link.columns.findIndex((name, k) => names[k] === at.grid && (link.light[name] || link.sums[name] || link.arrows[name]));
  return k < 0 ? null : tuplesOf(scene, link, names, k, at);
}

// all tuples, or those whose column k is the cell in hand
export function tuplesOf(scene, link, names, k = null, at = null) {
  const places = placesIn(link), place = k === null ? -1 : places[k]; // a column of whole grids: every tuple has the cell
  const [first, second] = link.tables.map((name) => scene.table(name)), width = first.shape[1];
  const wanted = ({ data }, value) => {
    const starts = [];
    for (let t = 0; t < data.length; t += width) if (place < 0 || data[t + place] === value) starts.push(t);
    return starts;
  };
  const found = { link, names, places, width, column: k === null ? "" : link.columns[k] };
  if (second) {
    const down = wanted(first, at?.row), along = wanted(second, at?.column), count_ = down.length * along.length;
    const rows = new Int32Array(count_ * width), columns = new Int32Array(count_ * width);
    let to = 0;
    for (const t of down)
      for (const u of along)
        for (let c = 0; c < width; c++, to++) {
          rows[to] = first.data[t + c];
          columns[to] = second.data[u + c];
        }
    return { ...found, count: count_, rows, columns };
  }
  const widths = names.filter((_, c) => places[c] >= 0).map((name) => scene.shape(name)?.[1] ?? 1);
  const starts = wanted(first, k === null ? null : at.row * widths[place] + at.column);
  const rows = new Int32Array(starts.length * width), columns = new Int32Array(starts.length * width);
  starts.forEach((t, n) => {
    for (let c = 0; c < width; c++) {
      rows[n * width + c] = Math.floor(first.data[t + c] / widths[c]);
      columns[n * width + c] = first.data[t + c] % widths[c];
    }
  });
  return { ...found, count: starts.length, rows, columns };
}

// where each column stands in the tables; a whole grid stands in none
function placesIn({ whole }) {
  let place = 0;
  return whole.map((one) => (one ? -1 : place++));
}

// the cell of one column in tuple t
export function cellIn({ link, names, places, width, rows, columns }, t, name) {
  const k = link.columns.indexOf(name), at = t * width + places[k];
  return places[k] < 0 ? { grid: names[k], row: 0, column: 0 } : { grid: names[k], row: rows[at], column: columns[at] };
}

// --- lights ---

// which cells are lit in which role: numbers in typed arrays, for a weight of a photograph lights thousands
class Marks {
  constructor(scene) {
    Object.assign(this, { scene, list: [], known: new Map(), roles: new Map() });
  }

  // place of each cell of a grid in the list, plus 1, for one role; 0 for none
  places(grid, role) {
    const key = `${grid}:${role}`;
    if (!this.known.has(key)) this.known.set(key, new Int32Array(this.cells(grid)));
    return this.known.get(key);
  }

  cells(grid) {
    const [rows, columns] = this.scene.shape(grid);
    return rows * columns;
  }

  // the last role of every cell of a grid
  rolesOf(grid) {
    if (!this.roles.has(grid)) this.roles.set(grid, new Array(this.cells(grid)).fill(""));
    return this.roles.get(grid);
  }

  role({ grid, row, column }) {
    return this.roles.get(grid)?.[row * this.scene.shape(grid)[1] + column] ?? "";
  }
}

function cellsOf(scene, found, at) {
  const marks = new Marks(scene), own = at.row * scene.shape(at.grid)[1] + at.column;
  marks.list.push({ ...at, role: "here", badge: "" });
  marks.places(at.grid, "here")[own] = 1;
  marks.rolesOf(at.grid)[own] = "here";
  for (const one of found)
    for (const [column, role, label, by] of one.link.light[one.column] ?? []) {
      const k = one.link.columns.indexOf(column), grid = one.names[k], shape = scene.shape(grid);
      if (!shape) continue;
      const places = marks.places(grid, role), roles = marks.rolesOf(grid), width = shape[1];
      eachLit(scene, one, k, by, shape, (t, row, column) => {
        const flat = row * width + column, here = flat === own && grid === at.grid;
        if (here && by) return;
        const badge = label.length ? filled(scene, one, t, at, label) : "";
        if (places[flat]) marks.list[places[flat] - 1].badge ||= badge;
        else places[flat] = marks.list.push({ grid, row, column, role, badge });
        roles[flat] = here ? "here" : role;
      });
    }
  return { cells: marks.list.filter((mark) => scene.shows(mark)), roles: marks };
}

function eachLit(scene, one, k, by, [rows, columns], act) {
  const place = one.places[k], lit = by ? sharing(scene, one, by) : one;
  if (place >= 0) for (let t = 0, at = place; t < lit.count; t++, at += one.width) act(t, lit.rows[at], lit.columns[at]);
  else if (one.count) for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) act(0, row, column);
}

// tuples that have a cell of column `by` in common with those of the cell in hand
function sharing(scene, one, by) {
  const place = one.places[one.link.columns.indexOf(by)], every = tuplesOf(scene, one.link, one.names);
  const key = (tuples, t) => tuples.rows[t * one.width + place] * 65536 + tuples.columns[t * one.width + place];
  const shared = new Set(Array.from({ length: one.count }, (_, t) => key(one, t)));
  const kept = Array.from({ length: every.count }, (_, t) => t).filter((t) => shared.has(key(every, t)));
  const only = (numbers) => kept.flatMap((t) => Array.from(numbers.subarray(t * one.width, (t + 1) * one.width)));
  return { ...every, count: kept.length, rows: only(every.rows), columns: only(every.columns) };
}

function arrowsOf(scene, found) {
  const arrows = [], name = ({ from, to }) => `${keyOf(from)} ${keyOf(to)}`;
  for (const one of found) {
    const ends = one.link.arrows[one.column];
    if (!ends) continue;
    const pairs = (some, role) => upTo(some.count).map((t) => ({ from: cellIn(some, t, ends[0]), to: cellIn(some, t, ends[1]), role }));
    const own = pairs(one, one.link.quiet ? "here" : "reads"), known = new Set(own.map(name));
    if (one.link.quiet) arrows.push(...pairs(tuplesOf(scene, one.link, one.names), "quiet").filter((pair) => !known.has(name(pair))));
    arrows.push(...own);
  }
  return arrows.length <= MOST_ARROWS ? arrows : [];
}

// --- sums ---

function sumOf(scene, found, at, roles) {
  const none = { sum: [], terms: [], total: null };
  const every = found.filter((one) => one.link.sums[one.column]).map((one) => [one, one.link.sums[one.column]]);
  // a link that holds nothing of the cell in hand speaks only where no other does
  const full = every.filter(([one]) => one.count), said = full.length ? full : every.slice(0, 1);
  const items = said.flatMap(([one, spec]) => upTo(one.count).flatMap((t) => spec.items.map(([template, counted]) => ({ one, t, template, counted }))));
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
  if (total !== null) {
    const result = how === "apart" ? tiny(total) : number(total);
    // two numbers that are compared show all their decimals, so only what is written in full is equal to them
    const whole = how === "apart" ? Number(result.replace("−", "-").replace("∞", "Infinity")) === total : exact(total);
    write.add(write.exact && whole ? " = " : " ≈ ").add(result, "result");
  }
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

const filled = (scene, one, t, at, template) => plain(new Writer(scene, at, null).template(one, t, template).parts).replace("+−", "−");

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
      } else this.cell(kind, what === one.column || !one.count ? this.at : cellIn(one, t, what));
    }
    return this;
  }

  cell(kind, cell) {
    const { scene } = this, role = this.roles?.role(cell) ?? "", value = scene.number(cell);
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
