// BoxExplorer: two boxes on a scene, one of them in hand, and a curve of IoU.

const SCALE = 6, PLANE = { left: 34, top: 22 };
const IOU_CHART = { width: 520, height: 300, margin: { left: 44, top: 26, bottom: 40, right: 20 } };
const NEAR = 7; // pixels of the screen within which an edge is gripped

// --- pure parts ---

// which of row0, col0, row1, col1 a hand at (row, column) grips: edges nearby, all inside, none outside
export function gripped(box, row, column, reach) {
  const [row0, col0, row1, col1] = box, edges = [];
  const beside = row >= row0 - reach && row <= row1 + reach && column >= col0 - reach && column <= col1 + reach;
  if (!beside) return edges;
  // of two edges that are both near, the nearer one
  const pick = (at, low, high, first, last) => {
    const a = Math.abs(at - low), b = Math.abs(at - high);
    if (Math.min(a, b) <= reach) edges.push(a < b ? first : last);
  };
  pick(row, row0, row1, 0, 2);
  pick(column, col0, col1, 1, 3);
  return edges.length ? edges.sort() : [0, 1, 2, 3];
}

// the box after some of its edges were moved; whole pixels, and no edge passes its partner
export function movedBox(box, edges, down, along, side) {
  const whole = (value) => Math.round(value), next = [...box];
  if (edges.length === 4) {
    const dy = Math.min(side - box[2], Math.max(-box[0], down)), dx = Math.min(side - box[3], Math.max(-box[1], along));
    return box.map((edge, k) => whole(edge + (k % 2 ? dx : dy)));
  }
  for (const k of edges) {
    const to = Math.min(side, Math.max(0, whole(box[k] + (k % 2 ? along : down))));
    next[k] = k < 2 ? Math.min(to, box[k + 2]) : Math.max(to, box[k - 2]);
  }
  return next;
}

const EDGES = ["upper edge", "left edge", "lower edge", "right edge"];

// where a place lies, and what a drag from there would move
export function placeWords(box, true_, row, column, edges) {
  const within = ([row0, col0, row1, col1]) => row >= row0 && row < row1 && column >= col0 && column < col1;
  const lies = within(box) ? (within(true_) ? "in both boxes" : "in the answered box alone") : within(true_) ? "in the true box alone" : "in neither box";
  const moved = edges.length === 4 ? "the box" : edges.map((k) => `its ${EDGES[k]}`).join(" and ");
  return `Row ${Math.floor(row)}, column ${Math.floor(column)} lies ${lies}.${edges.length ? ` Drag here to move ${moved}.` : ""}`;
}

const boxText = (box) => `(${box.map((edge) => number(edge, 1)).join(", ")})`;
const rectOf = ([row0, col0, row1, col1]) => ({
  x: col0 * SCALE, y: row0 * SCALE, width: Math.max(0, col1 - col0) * SCALE, height: Math.max(0, row1 - row0) * SCALE,
});

// --- drawing ---

class BoxView {
  constructor(element, board) {
    this.board = board;
    this.canvas = document.createElement("canvas");
    this.plane = svgNode("g", { transform: `translate(${PLANE.left},${PLANE.top})` });
    this.still = svgNode("g");
    this.body = svgNode("rect", { class: "ck-held", tabindex: 0, role: "button" });
    this.grips = [0, 1].map(() => svgNode("rect", { class: "ck-grip", width: 12, height: 12, tabindex: 0, role: "button" }));
    this.svg = svgNode("svg", { class: "ck-boxes-scene", role: "group" }, this.still, this.plane);
    this.curve = svgNode("svg");
    const key = piece("div", "ck-key", piece("span", "", "true box"), piece("span", "", "answered"));
    element.replaceChildren(piece("div", "ck-boxes", piece("div", "", piece("div", "ck-plane", this.canvas, this.svg), key), this.curve));
    this.listen();
  }

  get own() {
    return this.scene.facts.face === "by hand";
  }

  listen() {
    const { signal } = this.board, svg = this.svg;
    const place = (event) => {
      const frame = svg.getBoundingClientRect();
      return [(event.clientY - frame.top - PLANE.top) / SCALE, (event.clientX - frame.left - PLANE.left) / SCALE];
    };
    svg.addEventListener("pointerdown", (event) => {
      if (!this.own) return;
      const [row, column] = place(event), edges = gripped(this.box, row, column, NEAR / SCALE);
      if (!edges.length) return;
      svg.setPointerCapture(event.pointerId);
      this.hand = { edges, row, column, box: [...this.box] };
    }, { signal });
    svg.addEventListener("pointermove", (event) => {
      if (!this.hand) return this.hover(...place(event));
      const [row, column] = place(event), { edges, box } = this.hand;
      this.put(movedBox(box, edges, row - this.hand.row, column - this.hand.column, this.scene.facts.side));
    }, { signal });
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => (this.hand = null), { signal });
    svg.addEventListener("pointerleave", () => this.say(), { signal });
    const keyed = (node, edges) => node.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!by || !this.own || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const step = event.shiftKey ? 5 : 1;
      this.put(movedBox(this.box, edges, step * by[0], step * by[1], this.scene.facts.side));
    }, { signal });
    keyed(this.body, [0, 1, 2, 3]);
    keyed(this.grips[0], [0, 1]);
    keyed(this.grips[1], [2, 3]);
  }

  // the box follows the hand at once; its numbers come from the kernel, for the last of several places
  put(box) {
    if (box.join() === this.box.join()) return;
    this.board.handled = performance.now();
    this.box = this.wanted = box;
    this.drawBoxes();
    this.board.ask();
    if (!this.waiting) this.send();
    else this.board.attention.ask();
  }

  send() {
    const { model } = this.board, box = this.wanted;
    this.wanted = null;
    if (box.join() === model.get("box").join() && !model.get("turn")) return;
    this.waiting = true;
    this.board.attention.ask();
    model.set({ box, turn: 0 });
    model.save_changes();
  }

  show(scene) {
    this.scene = scene;
    this.waiting = false;
    this.true_ = Array.from(scene.table("true").data);
    if (!this.wanted) this.box = Array.from(scene.table("box").data);
    this.drawGround();
    this.drawBoxes();
    this.drawCurve();
    this.say();
    if (this.wanted) this.send();
  }

  say(words = this.scene.facts.about) {
    this.board.lit = { cells: [], sum: [], words };
    this.board.ask();
  }

  hover(row, column) {
    const { side } = this.scene.facts;
    if (Math.min(row, column) < 0 || Math.max(row, column) >= side) return this.say();
    this.board.handled = performance.now();
    this.say(placeWords(this.box, this.true_, row, column, this.own ? gripped(this.box, row, column, NEAR / SCALE) : []));
  }

  drawGround() {
    const { side } = this.scene.facts, image = this.scene.table("image"), { colours } = this.board.look, size = side * SCALE;
    const seen = image.data.length > 0;
    this.canvas.hidden = !seen;
    if (seen) {
      this.canvas.width = this.canvas.height = side;
      Object.assign(this.canvas.style, { width: `${size}px`, height: `${size}px` });
      const pixels = new ImageData(side, side);
      image.data.forEach((value, k) => {
        const grey = Math.round(255 * Math.min(1, Math.max(0, value)));
        pixels.data.set([grey, grey, grey, 255], 4 * k);
      });
      this.canvas.getContext("2d").putImageData(pixels, 0, 0);
    }
    const ticks = [0, 16, 32, 48, 64].flatMap((n) => [
      svgText(PLANE.left + n * SCALE, PLANE.top - 6, String(n)), svgText(PLANE.left - 6, PLANE.top + n * SCALE + 4, String(n), "end")]);
    const width = PLANE.left + size + 14, height = PLANE.top + size + 10;
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) this.svg.setAttribute(name, value);
    this.still.replaceChildren(
      svgNode("rect", { class: seen ? "ck-field" : "ck-ground", x: PLANE.left, y: PLANE.top, width: size, height: size }), ...ticks);
  }

  drawBoxes() {
    const [a, b] = [this.true_, this.box], both = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
    const overlap = both[2] > both[0] && both[3] > both[1];
    const frames = [[a, "ck-true"], [b, "ck-answer"]].flatMap(([box, name]) =>
      [svgNode("rect", { ...rectOf(box), class: "ck-white" }), svgNode("rect", { ...rectOf(box), class: name })]);
    const own = this.own;
    for (const node of [this.body, ...this.grips]) node.style.display = own ? "" : "none";
    for (const [name, value] of Object.entries(rectOf(b))) this.body.setAttribute(name, value);
    [[b[0], b[1]], [b[2], b[3]]].forEach(([row, column], k) => {
      this.grips[k].setAttribute("x", column * SCALE - 6);
      this.grips[k].setAttribute("y", row * SCALE - 6);
      this.grips[k].setAttribute("aria-label", `${k ? "last" : "first"} corner, row ${number(row, 1)}, column ${number(column, 1)}; arrow keys move it`);
    });
    this.body.setAttribute("aria-label", `answered box ${boxText(b)}; arrow keys move it`);
    this.svg.setAttribute("aria-label", `True box ${boxText(a)}, answered ${boxText(b)}`);
    // what has the focus stays in the page: only what is drawn around it is new
    this.drawn?.remove();
    this.drawn = svgNode("g", {}, ...(overlap ? [svgNode("rect", { ...rectOf(both), class: "ck-both" })] : []), ...frames);
    this.plane.prepend(this.drawn);
    if (!this.body.parentNode) this.plane.append(this.body, ...this.grips);
  }

  drawCurve() {
    const { curve, across, ticks, mark, overlap } = this.scene.facts, table = this.scene.table("curve");
    const points = Array.from({ length: table.shape[0] }, (_, k) => table.row(k));
    drawChart(this.curve, {
      ...IOU_CHART, title: curve, x: { low: points[0][0], high: points.at(-1)[0], ticks, title: across },
      y: { low: 0, high: 1, ticks: [[0, "0"], [0.5, "0.5"], [1, "1"]] }, lines: [{ points, name: "ck-line" }], dot: mark,
      about: `${curve}, from ${number(Math.min(...points.map((p) => p[1])))} to ${number(Math.max(...points.map((p) => p[1])))}; here ${number(overlap)}`,
    });
  }
}

function panel(scene, element, board) {
  board.boxes ??= new BoxView(element, board);
  board.boxes.show(scene);
}

export default { render: (context) => openBoard(context, { panel }) };
