// TrainingDashboard: curves, gradient sizes, filters and maps of a network while it trains.

const CHART = { width: 394, height: 214, left: 46, top: 34, bottom: 36, right: 84 };
const BARS = { width: 300, left: 104, right: 62, top: 8, row: 20, most: 190, bottom: 22, letter: 7.3 };
const TILE = { filters: 36, maps: 48, image: 96 }; // pixels wanted for one tile
const LINES = [["training", "losses", "accuracies"], ["validation", "validation_losses", "validation_accuracies"]];
const LOWEST = 1e-6; // of a logarithmic axis

// --- pure parts ---

// the ends of a logarithmic axis around some values, never less than a decade apart
export function logEnds(values) {
  const known = values.filter((value) => Number.isFinite(value) && value > 0);
  if (!known.length) return [0.1, 10];
  const low = Math.max(LOWEST, Math.min(...known)), high = Math.max(...known, low);
  const floor = 10 ** Math.floor(Math.log10(low) + 1e-9);
  return [floor, Math.max(floor * 10, high * 1.15)];
}

// the ends for a run and the one before it: what that one lost beyond ten times as much leaves the axis
export function lossEnds(present, before) {
  const known = (values) => values.filter((value) => Number.isFinite(value) && value > 0);
  const [own, past] = [known(present), known(before)];
  const limit = own.length ? 10 * Math.max(...own) : 100 * Math.min(...past);
  return logEnds([...own, ...past.filter((value) => value <= limit)]);
}

// labels of marks along an axis, of those that come too close the later one: where each stands, or null
export function turnLabels(places, room, end) {
  let free = Infinity;
  return places.map((x) => Math.min(x, end - room / 2)).reverse().map((x) => {
    if (x + room / 2 > free) return null;
    free = x - room / 2;
    return x;
  }).reverse();
}

// 0 at the low end of a logarithmic axis, 1 at the high one; what lies outside stays at the edge
export function logShare(value, low, high) {
  const inside = Math.min(high, Math.max(low, value));
  return Math.log(inside / low) / Math.log(high / low);
}

// the floor of an accuracy axis: 0 until all that is shown lies higher
export function accuracyFloor(values) {
  const lowest = Math.min(1, ...values.filter(Number.isFinite));
  return [0.9, 0.5].find((floor) => values.length && lowest >= floor) ?? 0;
}

// the decades on an axis, at most five of them
export function decades(low, high) {
  const first = Math.ceil(Math.log10(low) - 1e-9), last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / 5)), all = [];
  for (let e = first; e <= last; e += every) all.push(e);
  return all;
}

// whole epochs for the horizontal axis, at most nine of them
export function epochTicks(epochs) {
  const every = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((step) => epochs / step <= 8) ?? Math.ceil(epochs / 8);
  return Array.from({ length: Math.floor(epochs / every) + 1 }, (_, k) => k * every);
}

// rows and columns of a sheet of tiles
export const sheetOf = (count) => {
  const columns = Math.min(count, count > 12 ? 8 : 6);
  return { columns, rows: Math.ceil(count / columns) };
};

// where an arrow key leads among tiles, or null
export function tileAfter(key, at, count, columns) {
  const to = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - columns, ArrowDown: at + columns, Home: 0, End: count - 1 }[key];
  if (to === undefined) return null;
  return to < 0 || to >= count ? at : to;
}

const decade = (e) => (e >= -3 && e <= 3 ? String(Number((10 ** e).toPrecision(1))) : `1e${e}`.replace("-", "−"));
const short = (value) => (value >= 0.001 ? String(Number(value.toPrecision(2))) : value.toExponential(1).replace("-", "−"));
const three = (value) => (Number.isFinite(value) ? (value < 0.0005 && value > 0 ? value.toExponential(1).replace("-", "−") : value.toFixed(3)) : "no number");
const pointsOf = (table) => Array.from({ length: table?.shape[0] ?? 0 }, (_, k) => table.row(k));
const clock = (seconds) => (seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`);

// what the status line says of one tile
export function tileWords(kind, about, tile, index) {
  const finite = tile.filter(Number.isFinite), low = Math.min(...finite), high = Math.max(...finite);
  const which = kind === "filters" ? `Filter ${index} of ${about.name}` : `Map ${index} after ${about.name}`;
  if (finite.length < tile.length) return `${which} has cells that are no numbers.`;
  const range = `from ${number(low)} to ${number(high)}`;
  if (kind === "filters") return `${which}: weights ${range}.`;
  const zeros = tile.filter((value) => value === 0).length;
  if (zeros === tile.length) return `${which}: every cell is 0 for this image.`;
  return `${which}: ${range}${zeros ? `; ${zeros} of ${tile.length} cells are 0` : ""}.`;
}

// what the status line says of one epoch
export function epochWords(epoch, name, training, validation) {
  const at = (points) => points.find(([place]) => Math.round(place) === epoch)?.[1];
  const [own, unseen] = [at(training), at(validation)];
  if (own === undefined && unseen === undefined) return `No ${name} after epoch ${epoch} yet.`;
  return `After epoch ${epoch}: ${name} ${three(own)}${unseen === undefined ? "" : `; on validation images ${three(unseen)}`}.`;
}

// --- drawing ---

class Chart {
  constructor(dashboard, name, which) {
    Object.assign(this, { dashboard, name, which });
    this.svg = svgNode("svg", {
      class: `ck-curve ck-run-${name}`, width: CHART.width, height: CHART.height, viewBox: `0 0 ${CHART.width} ${CHART.height}`,
      tabindex: 0, role: "application", "aria-roledescription": "curve",
    });
    const { signal } = dashboard.board;
    this.svg.addEventListener("pointermove", (event) => {
      const box = this.svg.getBoundingClientRect(), scale = CHART.width / box.width;
      const share = ((event.clientX - box.left) * scale - CHART.left) / (CHART.width - CHART.left - CHART.right);
      this.go(Math.round(share * this.epochs));
    }, { signal });
    this.svg.addEventListener("pointerleave", () => dashboard.pick(null), { signal });
    this.svg.addEventListener("focus", () => this.svg.matches(":focus-visible") && this.go(this.last), { signal });
    this.svg.addEventListener("blur", () => dashboard.pick(null), { signal });
    this.svg.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      this.go((this.dashboard.picked?.chart === this ? this.dashboard.picked.epoch : this.last) + by);
    }, { signal });
  }

  go(epoch) {
    this.dashboard.pick({ chart: this, epoch: Math.max(1, Math.min(this.epochs, epoch)) });
  }

  get last() {
    return Math.max(1, Math.round(this.lines.training.at(-1)?.[0] ?? 1));
  }

  x(epoch) {
    return CHART.left + (epoch / this.epochs) * (CHART.width - CHART.left - CHART.right);
  }

  y(value) {
    const share = this.which === 1 ? logShare(value, ...this.ends) : (value - this.floor) / (1 - this.floor);
    return CHART.top + (1 - share) * (CHART.height - CHART.top - CHART.bottom);
  }

  show(scene) {
    const { facts } = scene, parts = [];
    this.epochs = Math.max(1, facts.epochs);
    this.lines = Object.fromEntries(LINES.map((line) => [line[0], pointsOf(scene.table(line[this.which]))]));
    const batches = this.which === 1 ? pointsOf(scene.table("batches")) : [];
    const before = pointsOf(scene.table(this.which === 1 ? "before/losses" : "before/accuracies"));
    const [values, past] = [[...Object.values(this.lines).flat(), ...batches], before].map((points) => points.map(([, value]) => value));
    if (this.which === 1) this.ends = lossEnds(values, past);
    else this.floor = accuracyFloor([...values, ...past]);
    this.off = this.which === 1 && past.some((value) => value > this.ends[1]);
    this.frame(parts);
    this.turns(parts, facts.rates);
    parts.push(this.line(before, "ck-past"), this.line(batches, "ck-batches"));
    this.curves(parts);
    this.heading(parts, facts);
    this.guide = svgNode("line", { class: "ck-guide", y1: CHART.top, y2: CHART.height - CHART.bottom, visibility: "hidden" });
    this.svg.replaceChildren(...parts, this.guide);
    const [last] = this.lines.training.slice(-1);
    this.svg.setAttribute("aria-label", last ? epochWords(Math.round(last[0]), this.name, this.lines.training, this.lines.validation) : `${this.name} over epochs, none done yet`);
  }

  frame(parts) {
    const right = CHART.width - CHART.right, floor = CHART.height - CHART.bottom;
    const marks = this.which === 1 ? decades(...this.ends).map((e) => [10 ** e, decade(e)]) : [0, 1, 2, 3, 4, 5].map((k) => this.floor + (k / 5) * (1 - this.floor)).map((v) => [v, String(Number(v.toFixed(2)))]);
    for (const [value, words] of marks) {
      const y = this.y(value);
      parts.push(svgNode("line", { class: "ck-rule", x1: CHART.left, x2: right, y1: y, y2: y }), svgText(CHART.left - 8, y + 4, words, "end"));
    }
    for (const epoch of epochTicks(this.epochs)) parts.push(svgText(this.x(epoch), floor + 16, String(epoch)));
    parts.push(svgText((CHART.left + right) / 2, floor + 32, "epoch"));
  }

  // where the learner turned the learning rate, and to what
  turns(parts, rates) {
    const turned = rates.slice(1), places = turned.map(([epoch]) => this.x(epoch));
    const said = turned.map(([, rate]) => `η ${Number(rate.toPrecision(3))}`);
    const at = turnLabels(places, 6 + 6.2 * Math.max(0, ...said.map((words) => words.length)), CHART.width);
    turned.forEach((_, k) => {
      parts.push(svgNode("line", { class: "ck-turn", x1: places[k], x2: places[k], y1: CHART.top, y2: CHART.height - CHART.bottom }));
      if (at[k] !== null) parts.push(svgText(at[k], CHART.top - 4, said[k], "middle", "ck-quiet"));
    });
  }

  line(points, name) {
    const places = points.filter(([, value]) => Number.isFinite(value)).map(([epoch, value]) => `${this.x(epoch).toFixed(1)},${this.y(value).toFixed(1)}`);
    return svgNode("polyline", { class: name, points: places.join(" ") });
  }

  curves(parts) {
    const shown = Object.entries(this.lines).map(([name, points]) => [name, points.filter(([, value]) => Number.isFinite(value))]).filter(([, points]) => points.length);
    for (const [name, points] of shown) {
      parts.push(this.line(points, `ck-${name}`));
      if (points.length > 40) continue;
      for (const [epoch, value] of points) {
        const x = this.x(epoch), y = this.y(value);
        parts.push(name === "training" ? svgNode("circle", { class: "ck-training", cx: x, cy: y, r: 3 })
          : svgNode("rect", { class: "ck-validation", x: x - 3, y: y - 3, width: 6, height: 6, transform: `rotate(45 ${x} ${y})` }));
      }
    }
    const ends = spaced(shown.map(([, points]) => this.y(points.at(-1)[1])), 15, CHART.height - CHART.bottom);
    shown.forEach(([name, points], k) => parts.push(svgText(this.x(points.at(-1)[0]) + 9, ends[k] + 4, name, "start", "ck-end")));
  }

  heading(parts, facts) {
    const title = svgText(CHART.left, 14, this.name, "start", "ck-title"), notes = [];
    if (this.which === 1) notes.push(facts.width > 1 ? `thin: means of ${facts.width} batches` : "thin: single batches");
    if (facts.before !== null) notes.push(`dotted: before${this.which === 1 ? "" : `, ${facts.before}`}${this.off ? ", off the top" : ""}`);
    const note = svgNode("tspan", { class: "ck-quiet", dx: 10 }, notes.join("; "));
    title.append(note);
    parts.push(title);
  }

  mark(epoch) {
    this.guide.setAttribute("visibility", epoch === null ? "hidden" : "visible");
    if (epoch === null) return "";
    this.guide.setAttribute("x1", this.x(epoch));
    this.guide.setAttribute("x2", this.x(epoch));
    return epochWords(epoch, this.name, this.lines.training, this.lines.validation);
  }
}

// one row for each layer that learns; many layers share the height, and only some are named
function drawBars(svg, layers, sizes) {
  const row = Math.min(BARS.row, BARS.most / Math.max(1, layers.length)), named = Math.ceil(14 / row);
  const height = BARS.top + row * layers.length + BARS.bottom, longest = Math.max(...layers.filter((_, k) => k % named === 0).map((name) => name.length));
  const left = Math.max(BARS.left, 10 + BARS.letter * longest), width = BARS.width + left - BARS.left, right = width - BARS.right;
  const ends = logEnds(sizes), low = ends[0], high = 10 ** Math.ceil(Math.log10(ends[1]) - 1e-9), parts = []; // whole decades keep still
  const x = (value) => left + logShare(value, low, high) * (right - left);
  for (const e of decades(low, high)) {
    parts.push(svgNode("line", { class: "ck-rule", x1: x(10 ** e), x2: x(10 ** e), y1: BARS.top, y2: height - BARS.bottom }),
      svgText(x(10 ** e), height - 6, decade(e), "middle", "ck-quiet"));
  }
  layers.forEach((name, k) => {
    const y = BARS.top + row * (k + 0.5), size = sizes[k];
    if (k % named === 0) parts.push(svgText(left - 8, y + 4, name, "end"));
    if (size > 0 && Number.isFinite(size)) {
      parts.push(svgNode("line", { class: "ck-stem", x1: left, x2: x(size), y1: y, y2: y }), svgNode("circle", { class: "ck-training", cx: x(size), cy: y, r: Math.min(4, row / 2) }));
      if (k % named === 0) parts.push(svgText(right + 8, y + 4, short(size), "start"));
    } else if (k % named === 0) parts.push(svgText(right + 8, y + 4, size === 0 ? "0" : "–", "start"));
  });
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) svg.setAttribute(name, value);
  svg.replaceChildren(...parts);
  svg.setAttribute("aria-label", `Root of the mean square of each layer's gradient: ${layers.map((name, k) => `${name} ${Number.isFinite(sizes[k]) ? short(sizes[k]) : "none"}`).join(", ")}`);
}

// tiles of numbers side by side on one canvas, in colours of one scale
class Mosaic {
  constructor(dashboard, kind) {
    Object.assign(this, { dashboard, kind, at: 0 });
    this.caption = piece("figcaption", "");
    this.canvas = document.createElement("canvas");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-roledescription", "sheet of maps");
    this.under = piece("div", "ck-size");
    this.element = piece("figure", `ck-sheet ck-sheet-${kind}`, this.caption, this.canvas, this.under);
    const { signal } = dashboard.board;
    this.canvas.addEventListener("pointermove", (event) => {
      const box = this.canvas.getBoundingClientRect();
      const column = Math.floor((event.clientX - box.left) / this.pitch[0]), row = Math.floor((event.clientY - box.top) / this.pitch[1]);
      const index = row * this.columns + column;
      if (column < this.columns && index < this.count) this.go(index);
    }, { signal });
    this.canvas.addEventListener("pointerleave", () => this.leave(), { signal });
    this.canvas.addEventListener("focus", () => this.canvas.matches(":focus-visible") && this.go(Math.min(this.at, this.count - 1)), { signal });
    this.canvas.addEventListener("blur", () => dashboard.pick(null), { signal });
    this.canvas.addEventListener("keydown", (event) => {
      const to = tileAfter(event.key, this.at, this.count, this.columns);
      if (to === null) return;
      event.preventDefault();
      this.go(to);
    }, { signal });
  }

  leave() {
    if (!this.canvas.matches(":focus-visible")) this.dashboard.pick(null);
  }

  go(index) {
    this.at = index;
    this.dashboard.pick({ mosaic: this, index });
  }

  show(scene, words) {
    this.about = scene.facts.mosaics[this.kind];
    this.element.hidden = !this.about;
    if (!this.about) return;
    this.table = scene.table(this.kind);
    [this.count, this.rows, this.across] = this.table.shape;
    this.columns = sheetOf(this.count).columns;
    this.cell = Math.max(1, Math.round(TILE[this.kind] / Math.max(this.rows, this.across)));
    this.pitch = [this.across * this.cell + 6, this.rows * this.cell + 6];
    const { name, total, every, scale, top } = this.about, more = total > this.count ? `; ${this.count} of ${total} shown` : "";
    this.caption.replaceChildren(piece("b", "", words), ` ${name}`);
    const size = `${this.count} × ${this.rows} × ${this.across}${every > 1 ? `, every ${every}th cell` : ""}${more}`;
    this.under.replaceChildren(...sizeAndRange({ rows: 0, columns: 0, scale, top, bottom: 0 }, this.dashboard.board.look));
    this.under.firstChild.textContent = size;
    this.draw(null);
  }

  tile(index) {
    const cells = this.rows * this.across;
    return this.table.data.subarray(index * cells, (index + 1) * cells);
  }

  draw(chosen) {
    const { look } = this.dashboard.board, { rows } = sheetOf(this.count);
    const context = sized(this.canvas, this.columns * this.pitch[0], rows * this.pitch[1], look.ratio);
    for (let k = 0; k < this.count; k++) {
      const x = (k % this.columns) * this.pitch[0] + 3, y = Math.floor(k / this.columns) * this.pitch[1] + 3;
      const wide = this.across * this.cell, tall = this.rows * this.cell;
      context.drawImage(painted(this.tile(k), this.rows, this.across, this.about, look), x, y, wide, tall);
      context.lineWidth = 1;
      context.strokeStyle = look.border;
      context.strokeRect(x - 0.5, y - 0.5, wide + 1, tall + 1);
      if (k !== chosen) continue;
      context.lineWidth = 3;
      context.strokeStyle = look.roles.here;
      context.strokeRect(x - 1.5, y - 1.5, wide + 3, tall + 3);
    }
    this.canvas.setAttribute("aria-label", `${this.caption.textContent}. ${this.words(chosen ?? this.at)}`);
  }

  words(index) {
    return index < this.count ? tileWords(this.kind, this.about, this.tile(index), index) : "";
  }
}

// a canvas of so many CSS pixels, sharp on any screen; resized only when it has to be
function sized(canvas, width, height, ratio) {
  const wanted = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wanted[0]) canvas.width = wanted[0];
  if (canvas.height !== wanted[1]) canvas.height = wanted[1];
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  return context;
}

// one tile, a pixel for each cell
function painted(values, rows, columns, { scale, top }, look) {
  const image = new ImageData(columns, rows);
  for (let k = 0; k < rows * columns; k++) {
    if (!Number.isFinite(values[k])) continue; // stays clear
    const place = shade(scale, values[k], top);
    image.data.set([look.colours[place], look.colours[place + 1], look.colours[place + 2], 255], 4 * k);
  }
  return onCanvas(image);
}

function onCanvas(image) {
  const small = document.createElement("canvas");
  [small.width, small.height] = [image.width, image.height];
  small.getContext("2d").putImageData(image, 0, 0);
  return small;
}

// the image that is followed: grey, or its own colours
class Followed {
  constructor(dashboard) {
    this.dashboard = dashboard;
    this.caption = piece("figcaption", "");
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    this.under = piece("div", "ck-answer");
    this.element = piece("figure", "ck-sheet ck-followed", this.caption, this.canvas, this.under);
  }

  show(scene) {
    const table = scene.table("image"), { number: place, label, answer, right, sure } = scene.facts;
    const [rows, columns] = table.shape.slice(-2), colours = table.shape.length === 3, cells = rows * columns;
    const top = Math.max(...table.data) || 1, image = new ImageData(columns, rows);
    for (let k = 0; k < cells; k++) {
      const pixel = [0, 1, 2].map((c) => (Math.max(0, table.data[colours ? c * cells + k : k]) / top) * 255);
      image.data.set([...pixel, 255], 4 * k);
    }
    const cell = Math.max(1, Math.floor(TILE.image / Math.max(rows, columns))), { look } = this.dashboard.board;
    sized(this.canvas, columns * cell, rows * cell, look.ratio).drawImage(onCanvas(image), 0, 0, columns * cell, rows * cell);
    this.caption.replaceChildren(piece("b", "", `image ${place}`), `, ${label}`);
    const says = answer === null ? "" : `${right ? "right" : "wrong"}: ${answer}`;
    this.under.textContent = says && `${says}, p = ${sure.toFixed(2)}`;
    this.canvas.setAttribute("aria-label", `image ${place}, ${label}; the network says ${answer === null ? "nothing" : `${answer}, probability ${sure.toFixed(2)}`}`);
  }
}

class Dashboard {
  constructor(element, board) {
    this.board = board;
    this.picked = null;
    this.bar = document.createElement("progress");
    this.bar.setAttribute("aria-label", "progress of the training");
    this.where = piece("span", "ck-progressed");
    this.charts = [new Chart(this, "loss", 1), new Chart(this, "accuracy", 2)];
    this.bars = svgNode("svg", { role: "img", class: "ck-gradients" });
    const gradients = piece("figure", "ck-sheet", piece("figcaption", "", piece("b", "", "gradient size"), " of each layer, √mean dw²"), this.bars);
    this.mosaics = { filters: new Mosaic(this, "filters"), maps: new Mosaic(this, "maps") };
    this.followed = new Followed(this);
    element.replaceChildren(piece("div", "ck-dashboard",
      piece("div", "ck-progress", this.bar, this.where),
      piece("div", "ck-charts", ...this.charts.map((chart) => chart.svg)),
      piece("div", "ck-sheets", gradients, piece("div", "ck-inside", this.mosaics.filters.element, piece("div", "ck-pair", this.followed.element, this.mosaics.maps.element)))));
  }

  show(scene) {
    const { facts } = scene;
    this.end = facts.end;
    this.bar.max = Math.max(1, facts.total);
    this.bar.value = facts.step;
    this.where.textContent = `epoch ${facts.epoch.toFixed(1)} of ${facts.epochs} · step ${count(facts.step)} of ${count(facts.total)} · ${clock(facts.seconds)}`;
    for (const chart of this.charts) chart.show(scene);
    drawBars(this.bars, facts.layers, Array.from(scene.table("gradients").data));
    this.followed.show(scene);
    this.mosaics.filters.show(scene, "filters of");
    this.mosaics.maps.show(scene, "maps after");
    showRun(this.board, facts.state, { picked: Boolean(this.picked) });
    this.board.root.dataset.step = facts.step;
    this.pick(this.picked);
  }

  // what the status line speaks of: an epoch of a curve, a tile of a sheet, or the run
  pick(picked) {
    const was = this.picked;
    this.picked = picked;
    for (const chart of this.charts) chart.mark(picked?.chart === chart ? picked.epoch : null);
    for (const mosaic of Object.values(this.mosaics))
      if (mosaic.about && (was?.mosaic === mosaic || picked?.mosaic === mosaic)) mosaic.draw(picked?.mosaic === mosaic ? picked.index : null);
    const words = picked?.chart ? picked.chart.mark(picked.epoch) : picked?.mosaic?.about ? picked.mosaic.words(picked.index) : this.end;
    this.board.lit = { cells: [], sum: [], words };
    this.board.ask();
  }
}

function panel(scene, element, board) {
  board.dashboard ??= new Dashboard(element, board);
  board.dashboard.show(scene);
}

const light = () => ({ cells: [] });

export default { render: (context) => openBoard(context, { light, panel }) };
