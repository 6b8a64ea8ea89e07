// FilterBankExplorer: which member won a cell, which map it became after the movement, and the meters.

const spot = (grid, row, column, role = "reads", badge = "") => ({ grid, row, column, role, badge });
const counted = (n) => [...Array(n).keys()];
const memberOf = (id) => Number(id.slice(1));

// the cells of the image below a window, and the members' cells that it meets
function window_(scene, row, column) {
  const { kernel: K, stride: s } = scene.facts;
  return counted(K).flatMap((p) => counted(K).map((q) => spot("image", row * s + p, column * s + q)));
}

const value = (scene, r, row, column) => scene.table("maps").at(r, row, column);

function pooledCell(scene, { grid, row, column }) {
  const { names } = scene.facts, tied = scene.table("tied").at(row, column), best = scene.table("winner").at(row, column);
  const cells = ["u", "winner", "gap"].map((id) => spot(id, row, column, id === grid ? "here" : "reads"));
  names.forEach((_, r) => cells.push(spot(`m${r}`, row, column, grid === `m${r}` ? "here" : !tied && r === best ? "weight" : "reads")));
  if (!tied && grid !== `m${best}`) cells.push(...whole(scene, `b${best}`, "weight"));
  if (grid[0] === "m") cells.push(...whole(scene, grid.replace("m", "b"), "weight"));
  cells.push(...window_(scene, row, column));
  const shown = names.flatMap((_, r) => [{ text: r ? ", " : "" }, { text: number(value(scene, r, row, column)), role: !tied && r === best ? "weight" : "reads" }]);
  const sum = [{ text: `pooled(${row}, ${column}) = max(` }, ...shown, { text: ") = " }, { text: number(scene.table("pooled").at(row, column)), role: "result" }];
  const off = scene.table("pooled").at(row, column) - scene.table("expected").at(row, column);
  const words = (tied ? "All members agree here: nobody wins." : `The strongest is ${names[best]}.`)
    + (off === 0 ? " The moved pooled map of the upright image has exactly this number." : ` The moved pooled map of the upright image is ${number(Math.abs(off))} off.`);
  return { cells, sum, words: grid[0] === "m" ? `Map of member ${names[memberOf(grid)]}: ${number(value(scene, memberOf(grid), row, column))}. ${words}` : words };
}

function whole(scene, id, role) {
  const grid = scene.grid(id);
  return grid ? counted(grid.rows).flatMap((p) => counted(grid.columns).map((q) => spot(id, p, q, role))) : [];
}

// the member that map r was before the turn: the bank rolls by so many places
const before = ({ names, places, rolled }, r) => (rolled ? (r - places + names.length) % names.length : r);

function unpooledCell(scene, { grid, row, column }) {
  const r = memberOf(grid), { names, rolled, orphans } = scene.facts;
  const cells = ["s", "m", "d"].map((letter) => spot(`${letter}${r}`, row, column, grid[0] === letter ? "here" : "reads"));
  cells.push(...window_(scene, row, column));
  const a = scene.grid(`m${r}`).at(row, column), b = scene.grid(`s${r}`).at(row, column), off = scene.grid(`d${r}`).at(row, column);
  return { cells, sum: [{ text: number(a), role: "reads" }, { text: " − " }, { text: factor(b), role: "reads" }, { text: " = " }, { text: number(off), role: "result" }],
    words: rolled && r < orphans ? `Member ${names[r]} on the moved image: no member of the upright image rolls here.`
      : `Member ${names[r]} on the moved image, minus the upright map of ${names[before(scene.facts, r)]}, ${rolled ? "moved and rolled here" : "moved only"}.` };
}

function weightCell(scene, { grid, row, column }) {
  const data = scene.grid(grid), name = grid === "w" ? "w" : scene.facts.names[memberOf(grid)];
  const cells = [spot(grid, row, column, "here")], zoom = grid === "w" ? 1 : scene.facts.zoom;
  if (grid !== "w" && scene.grid(`m${memberOf(grid)}`)) cells.push(...whole(scene, `m${memberOf(grid)}`, "reads"));
  return { cells, sum: [], words: grid === "w"
    ? `w(${row}, ${column}) = ${number(data.at(row, column))}: every member follows when you change it.`
    : `Member ${name}, cell (${Math.floor(row / zoom)}, ${Math.floor(column / zoom)}) = ${number(data.at(row, column))}: no weight of its own.` };
}

function pixel(scene, { row, column }) {
  const { kernel: K, stride: s, face } = scene.facts, cells = [spot("image", row, column, "here")];
  const map = scene.grid(face === "pooled" ? "u" : "m0");
  for (let p = row % s; p < K; p += s)
    for (let q = column % s; q < K; q += s) {
      const i = (row - p) / s, j = (column - q) / s;
      if (i >= 0 && j >= 0 && i < map.rows && j < map.columns) cells.push(spot(map.id, i, j));
    }
  return { cells, sum: [], words: `Pixel (${row}, ${column}) = ${number(scene.grid("image").at(row, column))} is read by ${cells.length - 1} window${cells.length === 2 ? "" : "s"} of every member.` };
}

export function light(scene, at) {
  if (at.grid === "image") return pixel(scene, at);
  if (at.grid === "w" || at.grid[0] === "b") return weightCell(scene, at);
  return scene.facts.face === "pooled" ? pooledCell(scene, at) : unpooledCell(scene, at);
}

// --- meters and curve ---

const FRAME = { width: 460, height: 190, left: 44, right: 84, top: 24, bottom: 38 };

// points of a curve between the first and the last tick, 0..high
function points(ticks, amounts, errors, high, { width, height, left, right, top, bottom } = FRAME) {
  const [[low], [far]] = [ticks[0], ticks.at(-1)];
  return errors.map((error, k) => [
    left + ((amounts[k] - low) / (far - low)) * (width - left - right),
    height - bottom - (error / high) * (height - bottom - top),
  ]);
}

// two labels keep a line's height between them
function spread(a, b, least = 16) {
  if (Math.abs(a - b) >= least) return [a, b];
  const middle = (a + b) / 2, up = a < b ? -1 : 1;
  return [middle + (up * least) / 2, middle - (up * least) / 2];
}

function curveOf(scene) {
  const [amounts, bank, one] = ["amounts", "bank_error", "one_error"].map((name) => Array.from(scene.table(name).data));
  const { across, at, ticks } = scene.facts.curve, { width, height, left, right, top, bottom } = FRAME;
  const high = Math.max(1, ...bank, ...one), place = (x, y) => points(ticks, [x], [y], high)[0];
  const line = (errors, name) => `<polyline class="${name}" points="${points(ticks, amounts, errors, high).map((p) => p.map((v) => v.toFixed(1)).join()).join(" ")}"/>`;
  const rules = [0, 1, 2].filter((y) => y <= high).map((y) => {
    const [, py] = place(at, y);
    return `<line x1="${left}" x2="${width - right}" y1="${py}" y2="${py}" class="ck-rule"/><text x="${left - 8}" y="${py + 4}" text-anchor="end">${y}</text>`;
  });
  const below = ticks.map(([x, text]) => `<text x="${place(x, 0)[0]}" y="${height - 20}" text-anchor="middle">${text}</text>`);
  const [now] = place(at, 0), last = amounts.length - 2;
  const ends = spread(place(0, bank[last])[1], place(0, one[last])[1]);
  return `<svg class="ck-curve" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"
    aria-label="Equivariance error over the ${across}. Pooled bank: largest ${number(Math.max(...bank))}. One filter: largest ${number(Math.max(...one))}.">
    ${rules.join("")}${below.join("")}<text x="${left}" y="12" class="ck-title">equivariance error over the ${across}</text>
    <line x1="${now}" x2="${now}" y1="${top}" y2="${height - bottom}" class="ck-at"/>${line(bank, "ck-bank")}${line(one, "ck-one")}
    <text x="${width - right + 6}" y="${ends[0] + 4}">pooled bank</text><text x="${width - right + 6}" y="${ends[1] + 4}">one filter</text></svg>`;
}

function panel(scene, element, board) {
  const make = (tag, name = "", text = "") => Object.assign(document.createElement(tag), { className: name, textContent: text });
  const table = make("table", "ck-table"), side = make("div"), legend = make("div", "ck-legend");
  for (const [label, text] of scene.facts.meters) {
    const row = make("tr"), head = make("th", "", label);
    head.scope = "row";
    row.append(head, make("td", "", text));
    table.append(row);
  }
  table.setAttribute("aria-label", "meters");
  if (scene.facts.face === "pooled") {
    legend.append(make("span", "", "winner:"), ...scene.facts.names.map((name, r) => {
      const one = make("span"), swatch = make("i"), place = tintPlace(r);
      swatch.style.background = `rgb(${board.look.colours.subarray(place, place + 3).join(",")})`;
      one.append(swatch, name);
      return one;
    }));
    side.append(legend);
  }
  side.append(table);
  const curve = make("div"), whole_ = make("div", "ck-bank-panel");
  curve.innerHTML = curveOf(scene);
  whole_.append(side, curve);
  element.replaceChildren(whole_);
}

export default { render: (context) => openBoard(context, { light, panel }) };
