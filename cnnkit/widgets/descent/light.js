// DescentExplorer: the loss over two weights, the path on it, the losses and their changes.

const SIDE = 380, MARGIN = { left: 44, top: 26, bottom: 36, right: 12 };
const CHART = { width: 600, height: 178, margin: { left: 62, top: 26, bottom: 26, right: 66 } };
const LEVELS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];
const FLOOR = 1e-8; // the lowest value of a logarithmic axis
const DARKEST = 0.01; // the loss that gets the first colour

const pairOf = (w0, w1) => `(${number(w0)}, ${number(w1)})`;

// --- pure parts ---

// place of weights on the square and back; w1 grows upwards
export const toPlace = (span, w0, w1) => [((w0 + span) / (2 * span)) * SIDE, ((span - w1) / (2 * span)) * SIDE];
export const toWeights = (span, x, y) => [(x / SIDE) * 2 * span - span, span - (y / SIDE) * 2 * span];

// where a level crosses the edges of a grid's squares: segments [x0, y0, x1, y1] in cells
export function contour(values, columns, level) {
  const segments = [], rows = values.length / columns;
  for (let r = 0; r + 1 < rows; r++)
    for (let c = 0; c + 1 < columns; c++) {
      const corner = [[c, r], [c + 1, r], [c + 1, r + 1], [c, r + 1]], met = [];
      for (let k = 0; k < 4; k++) {
        const [x0, y0] = corner[k], [x1, y1] = corner[(k + 1) % 4];
        const a = values[y0 * columns + x0] - level, b = values[y1 * columns + x1] - level;
        if (a < 0 !== b < 0) met.push([x0 + ((x1 - x0) * a) / (a - b), y0 + ((y1 - y0) * a) / (a - b)]);
      }
      for (let k = 0; k + 1 < met.length; k += 2) segments.push([...met[k], ...met[k + 1]]);
    }
  return segments;
}

// the loss between the cells of the surface
export function lossAt(surface, columns, x, y) {
  const scale = (columns - 1) / SIDE, c = Math.min(columns - 1.001, Math.max(0, x * scale)), r = Math.min(columns - 1.001, Math.max(0, y * scale));
  const c0 = Math.floor(c), r0 = Math.floor(r), u = c - c0, v = r - r0, at = (i, j) => surface[i * columns + j];
  return (at(r0, c0) * (1 - u) + at(r0, c0 + 1) * u) * (1 - v) + (at(r0 + 1, c0) * (1 - u) + at(r0 + 1, c0 + 1) * u) * v;
}

// what stands in the line of the sum where no step is shown
const RULE = ["w", "η", "dLoss/dw"].flatMap((text, k) => [{ text: ["", " ← w − ", " · "][k] }, { text, role: ["result", "weight", "reads"][k] }]);

// what the status line says of one step
export function stepWords(scene, step) {
  const { losses, weights, gradients } = tablesOf(scene), { learning_rate, tolerance, steps, reason } = scene.facts;
  const [w0, w1] = weights[step], [g0, g1] = gradients[step], [v0, v1] = weights[step + 1];
  const change = step ? Math.abs(losses[step] - losses[step - 1]) : null, stops = step === steps - 1 && reason === "converged";
  const changed = change === null ? "" : ` It changed by ${tiny(change)}${stops ? `, at most ${precise(tolerance)}: training stops.` : "."}`;
  const update = (name, w, g, v) => [
    { text: `${name} = ${number(w)} − ` }, { text: precise(learning_rate), role: "weight" }, { text: " · " },
    { text: factor(g), role: "reads" }, { text: [w, g, v].every((one) => exact(one)) ? " = " : " ≈ " }, { text: number(v), role: "result" },
  ];
  const sum = [...update("w0", w0, g0, v0), { text: ",   " }, ...update("w1", w1, g1, v1)];
  const outside = Math.max(Math.abs(w0), Math.abs(w1)) > scene.facts.span ? " It is outside the picture." : "";
  return { sum, cells: [], words: `Step ${step + 1}: at w = ${pairOf(w0, w1)} the loss is ${number(losses[step])}.${changed}${outside}` };
}

const rowsOf = (table) => Array.from({ length: table.shape[0] }, (_, k) => table.row(k));
const tablesOf = (scene) => ({
  losses: Array.from(scene.table("losses").data),
  weights: rowsOf(scene.table("weights")),
  gradients: rowsOf(scene.table("gradients")),
});

// --- drawing ---

class View {
  constructor(element, board) {
    this.board = board;
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.canvas.height = SIDE;
    this.lines = svgNode("g", { class: "ck-contours" });
    this.path = svgNode("g", { "clip-path": `url(#${board.identity}-square)` });
    this.still = svgNode("g");
    const size = [SIDE + MARGIN.left + MARGIN.right, SIDE + MARGIN.top + MARGIN.bottom];
    this.svg = svgNode("svg", { class: "ck-surface", width: size[0], height: size[1], viewBox: `0 0 ${size.join(" ")}`, tabindex: 0, role: "application", "aria-roledescription": "map of the loss" },
      svgNode("clipPath", { id: `${board.identity}-square` }, svgNode("rect", { width: SIDE, height: SIDE })),
      svgNode("g", { transform: `translate(${MARGIN.left},${MARGIN.top})` }, this.lines, this.path), this.still);
    const map = piece("div", "ck-map", this.canvas, this.svg);
    this.loss = svgNode("svg");
    this.change = svgNode("svg");
    element.replaceChildren(piece("div", "ck-descent", map, piece("div", "ck-curves", this.loss, this.change)));
    this.listen();
  }

  listen() {
    const { signal } = this.board, svg = this.svg;
    const weights = (event) => {
      const box = svg.getBoundingClientRect();
      return toWeights(this.scene.facts.span, event.clientX - box.left - MARGIN.left, event.clientY - box.top - MARGIN.top);
    };
    svg.addEventListener("pointerdown", (event) => {
      svg.setPointerCapture(event.pointerId);
      this.gripped = true;
      svg.focus();
      this.start(...weights(event));
    }, { signal });
    svg.addEventListener("pointermove", (event) => (this.gripped ? this.start(...weights(event)) : this.hover(...weights(event))), { signal });
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => (this.gripped = false), { signal });
    svg.addEventListener("pointerleave", () => this.said(), { signal });
    svg.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (!by) return;
      event.preventDefault();
      const step = event.shiftKey ? 0.5 : 0.05, [w0, w1] = this.wanted ?? this.scene.get("start");
      this.start(w0 + step * by[0], w1 + step * by[1]);
    }, { signal });
    for (const curve of [this.loss, this.change])
      curve.addEventListener("pointermove", (event) => {
        const { width, margin } = CHART, share = (event.clientX - curve.getBoundingClientRect().left - margin.left) / (width - margin.left - margin.right);
        this.board.handled = performance.now();
        this.board.player.pause();
        this.board.player.to(Math.round(share * (this.scene.facts.steps - 1)));
      }, { signal });
  }

  // a new start; while the kernel computes, only the last one counts
  start(w0, w1) {
    const { span } = this.scene.facts, tame = (w) => Math.round(Math.min(span, Math.max(-span, w)) * 100) / 100;
    this.wanted = [tame(w0), tame(w1)];
    if (!this.waiting) this.send();
  }

  send() {
    const { model } = this.board, start = this.wanted;
    this.wanted = null;
    if (start.join() === model.get("start").join()) return;
    this.waiting = true;
    model.set("start", start);
    model.save_changes();
  }

  hover(w0, w1) {
    const { span } = this.scene.facts, [x, y] = toPlace(span, w0, w1);
    if (Math.max(Math.abs(w0), Math.abs(w1)) > span) return this.said();
    this.board.handled = performance.now();
    const loss = lossAt(this.surface, this.columns, x, y);
    this.board.lit = { cells: [], sum: RULE, words: `At w = ${pairOf(w0, w1)} the loss is ${number(loss)}. Press to start here.` };
    this.board.ask();
  }

  // --- a new picture ---

  show(scene) {
    this.scene = scene;
    this.waiting = false;
    this.surface = scene.table("surface").data;
    this.columns = scene.table("surface").shape[1];
    this.tables = tablesOf(scene);
    this.drawSurface();
    this.drawAxes();
    this.curves = [
      this.curve(this.loss, "loss", this.tables.losses, 1, null),
      this.curve(this.change, "change of the loss", Array.from(scene.table("changes").data), 2, scene.facts.tolerance),
    ];
    this.walk(null);
    if (this.wanted) this.send();
  }

  drawSurface() {
    const { colours } = this.board.look, small = document.createElement("canvas");
    small.width = small.height = this.columns;
    const image = new ImageData(this.columns, this.columns), top = Math.log10(Math.max(...this.surface) / DARKEST);
    this.surface.forEach((loss, k) => {
      const place = shade("magnitude", Math.log10(Math.max(loss, DARKEST) / DARKEST), top);
      for (let c = 0; c < 3; c++) image.data[4 * k + c] = colours[place + c];
      image.data[4 * k + 3] = 255;
    });
    small.getContext("2d").putImageData(image, 0, 0);
    const context = this.canvas.getContext("2d");
    context.imageSmoothingEnabled = true;
    // cells are centred on their weights: half a cell stands out on every side
    const cell = SIDE / (this.columns - 1);
    context.drawImage(small, -cell / 2, -cell / 2, cell * this.columns, cell * this.columns);
    this.lines.replaceChildren(...LEVELS.map((level) => svgNode("path", {
      d: contour(this.surface, this.columns, level).map(([x0, y0, x1, y1]) => `M${(x0 * cell).toFixed(1)},${(y0 * cell).toFixed(1)}L${(x1 * cell).toFixed(1)},${(y1 * cell).toFixed(1)}`).join(""),
    })));
  }

  drawAxes() {
    const { span } = this.scene.facts, foot = MARGIN.top + SIDE;
    const ticks = [-span, 0, span].flatMap((w) => {
      const [x, y] = toPlace(span, w, w);
      return [svgText(MARGIN.left + x, foot + 16, number(w)), svgText(MARGIN.left - 8, MARGIN.top + y + 4, number(w), "end")];
    });
    this.still.replaceChildren(...ticks, svgText(MARGIN.left, 14, "loss over the two weights; from line to line ×3", "start", "ck-title"),
      svgText(MARGIN.left + SIDE / 2, foot + 32, "w0"), svgText(12, MARGIN.top + SIDE / 2, "w1"));
  }

  // a curve over the steps; `first` is the step of its first value
  curve(svg, name, values, first, band) {
    const known = values.filter((value) => Number.isFinite(value) && value > 0), { steps } = this.scene.facts;
    const low = Math.max(FLOOR, Math.min(...known, band ?? 0.003) / 3), high = Math.max(...known, band || 0, low * 10) * 1.5;
    const points = values.map((value, k) => [first + k, value]);
    const chart = drawChart(svg, {
      ...CHART, title: name, x: { low: 1, high: Math.max(2, steps), ticks: [[1, "step 1"], [steps, String(steps)]] },
      y: { low, high, log: true, ticks: tenTicks(low, high) }, lines: [{ points, name: "ck-run", dots: points.length <= 60 }],
      ...(band ? { band: { to: band, words: "stop band" } } : {}),
      about: `${name} by step: from ${number(values[0])} to ${number(values.at(-1))} in ${steps} steps`,
    });
    return { mark: (step) => chart.mark(points[step - first]) };
  }

  // --- the path up to one step, or all of it ---

  walk(step) {
    const { facts } = this.scene, end = step ?? this.tables.weights.length - 1;
    // a path that left for good is not drawn to and fro across the picture
    const far = this.tables.weights.findIndex((pair) => Math.max(...pair.map(Math.abs)) > 4 * facts.span);
    const places = this.tables.weights.slice(0, Math.min(end, far < 0 ? end : far) + 1).map(([w0, w1]) => toPlace(facts.span, w0, w1).map((v) => Math.min(1e5, Math.max(-1e5, v))));
    const points = places.map((place) => place.map((v) => v.toFixed(1)).join()).join(" ");
    const [gx, gy] = toPlace(facts.span, ...facts.goal), cross = `M${gx - 6},${gy - 6}L${gx + 6},${gy + 6}M${gx + 6},${gy - 6}L${gx - 6},${gy + 6}`;
    const [x, y] = places.at(-1), [sx, sy] = places[0];
    this.path.replaceChildren(
      svgNode("path", { d: cross, class: "ck-goal ck-halo" }), svgNode("path", { d: cross, class: "ck-goal" }),
      svgNode("polyline", { points, class: "ck-run ck-halo" }), svgNode("polyline", { points, class: "ck-run" }),
      ...places.slice(0, 60).map(([cx, cy]) => svgNode("circle", { cx, cy, r: 2.5, class: "ck-dot" })),
      svgNode("circle", { cx: sx, cy: sy, r: 7, class: "ck-start ck-halo" }), svgNode("circle", { cx: sx, cy: sy, r: 7, class: "ck-start" }),
      svgNode("circle", { cx: x, cy: y, r: 6, class: "ck-now" }));
    for (const curve of this.curves) curve.mark(Math.min(end, facts.steps - 1) + 1);
    this.step = step;
    this.said();
  }

  said() {
    this.board.lit = this.step === null ? { cells: [], sum: RULE, words: this.scene.facts.end } : stepWords(this.scene, this.step);
    const [w0, w1] = this.tables.weights[0];
    this.svg.setAttribute("aria-label", `Loss over the two weights, start at w = ${pairOf(w0, w1)}; arrow keys move it. ${this.board.lit.words}`);
    this.board.ask();
  }
}

function panel(scene, element, board) {
  board.descent ??= new View(element, board);
  board.descent.show(scene);
}

const walked = (scene, step, board) => board.descent.walk(step);

export default { render: (context) => openBoard(context, { panel, walked }) };
