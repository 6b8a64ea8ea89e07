// PoseExplorer: joints that a hand can move, what is read back, and what two nets find.

const LARGE = 320, SMALL = 256; // pixels of the figure's picture on the page
const REACH = 5; // pixels of the image around a joint that still take hold of it
const CHART = { width: 412, height: 230, margin: { left: 46, right: 96, top: 26, bottom: 40 } };

const pair = ([row, column]) => `(${number(row)}, ${number(column)})`;
const apart = ([a, b], [c, d]) => Math.hypot(a - c, b - d);

// --- pure parts ---

// the joint next to a place, and how far it is
export function nearest(places, at) {
  const far = places.map((place) => apart(place, at)), joint = far.indexOf(Math.min(...far));
  return { joint, far: far[joint] };
}

// a place after a key, kept in the image and on quarters of a pixel
export function nudged([row, column], key, fine) {
  const step = fine ? 0.25 : 1, tame = (v) => Math.min(SIDE, Math.max(0, Math.round(4 * v) / 4));
  const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  return by ? [tame(row + step * by[0]), tame(column + step * by[1])] : null;
}

// PCK at the threshold that is next to one asked for
export function shareAt(thresholds, shares, threshold) {
  const gaps = thresholds.map((one) => Math.abs(one - threshold));
  return shares[gaps.indexOf(Math.min(...gaps))];
}

// the two sums that read a joint back: (5 + ½)·4 = 22
function readSum(scene) {
  const { cell, stride, half, yours } = scene.facts;
  if (yours) return [];
  const one = (name, k) => [
    { text: `${name} = ` }, { text: half ? `(${cell[k]} + ½)` : String(cell[k]), role: "reads" }, { text: "·" }, { text: String(stride), role: "weight" },
    { text: " = " }, { text: number((cell[k] + (half ? 0.5 : 0)) * stride), role: "result" },
  ];
  return [...one("row", 0), { text: ",   " }, ...one("column", 1)];
}

export function jointWords(scene) {
  const { joint, names, cell, half, yours } = scene.facts, [at, read] = ["joints", "read"].map((name) => scene.table(name).row(joint));
  const how = yours ? "your function reads it back at" : half ? "it is read back at" : "without the half cell it is read back at";
  const off = read.every(Number.isFinite) ? `${how} ${pair(read)}, ${number(apart(at, read))} pixels away` : "your function gives no place";
  return `The ${names[joint]} is at ${pair(at)}. Its map is largest in cell (${cell.join(", ")}): ${off}.`;
}

export function netWords(scene, k) {
  const { joint, names, kinds } = scene.facts, at = scene.table("joints").row(joint), found = scene.table(`found${k}`).row(joint);
  return `The ${names[joint]} is at ${pair(at)}; the net with ${kinds[k]} finds it at ${pair(found)}, ${number(apart(at, found))} pixels away.`;
}

function mapCell(scene, at) {
  const { stride, joint, names } = scene.facts;
  const [row, column] = [at.row, at.column].map((cell) => (cell + 0.5) * stride), far = apart([row, column], scene.table("joints").row(joint));
  return `The centre of this cell is at ${pair([row, column])}, ${number(far / stride)} cells from the ${names[joint]}.`;
}

function profile(scene, at) {
  const k = at.grid === "down" ? 0 : 1, { joint, names, stride } = scene.facts, cell = k ? at.column : at.row;
  const far = Math.abs(cell + 0.5 - scene.table("joints").at(joint, k) / stride);
  return `${k ? "Column" : "Row"} ${cell} is ${number(far)} cells from the ${names[joint]} and contributes exp(−${number(far)}² / (2·sigma²)) to each of its cells: ${said(scene, at)}.`;
}

function netCell(scene, at) {
  const [map, target] = ["map", "target"].map((grid) => number(scene.number({ ...at, grid })));
  return `Cell (${at.row}, ${at.column}): the net's map has ${map}, wanted is ${target}.`;
}

export function words(scene, at) {
  if (scene.facts.face === "nets") return netCell(scene, at);
  return at.grid === "down" || at.grid === "along" ? profile(scene, at) : mapCell(scene, at);
}

// --- the two faces ---

class Panel {
  constructor(element, board) {
    Object.assign(this, { element, board });
    // the figure stands beside its maps, and comes first
    const side = piece("div", "ck-pose");
    board.scenery.before(side);
    side.append(element, board.scenery);
    this.photo = new Photo(board, LARGE, "image", "● joint, × read back, □ the largest cell; drag a joint");
    this.photos = ["heat maps", "numbers"].map((kind) => new Photo(board, SMALL, `net with ${kind}`, "blue: true, orange, dashed: found"));
    this.chart = svgNode("svg");
    this.thumbs = piece("div", "ck-thumbs");
    this.faces = {
      joints: piece("div", "ck-pose-faces", this.photo.element, this.thumbs),
      nets: piece("div", "ck-pose-faces", ...this.photos.map(({ element }) => element), this.chart),
    };
    element.replaceChildren(...Object.values(this.faces));
    this.listen();
  }

  listen() {
    const { signal } = this.board, { svg } = this.photo;
    svg.addEventListener("pointerdown", (event) => {
      const at = this.photo.place(event), { joint, far } = nearest(this.places, at);
      if (far > REACH || event.button !== 0) return;
      svg.setPointerCapture(event.pointerId);
      this.gripped = joint;
      svg.focus();
      if (joint !== this.scene.facts.joint) this.ask({ joint });
      else this.say();
    }, { signal });
    svg.addEventListener("pointermove", (event) => {
      const at = this.photo.place(event);
      if (this.gripped !== undefined) this.moveJoint(this.gripped, at.map((v) => Math.min(SIDE, Math.max(0, Math.round(4 * v) / 4))));
      else this.hover(this.photo, at);
    }, { signal });
    for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => (this.gripped = undefined), { signal });
    svg.addEventListener("keydown", (event) => {
      const to = nudged(this.wanted?.joints?.[this.joint] ?? this.places[this.joint], event.key, event.shiftKey);
      if (to) this.moveJoint(this.joint, to);
      else if (!this.turn(event.key)) return;
      event.preventDefault();
    }, { signal });
    this.photos.forEach((photo, k) => {
      photo.svg.addEventListener("pointermove", (event) => this.hover(photo, photo.place(event), k), { signal });
      photo.svg.addEventListener("pointerdown", (event) => this.ask({ joint: nearest(this.places, photo.place(event)).joint }), { signal });
      photo.svg.addEventListener("keydown", (event) => this.turn(event.key) && event.preventDefault(), { signal });
      photo.svg.addEventListener("focus", () => this.say(k), { signal });
    });
    svg.addEventListener("focus", () => this.say(), { signal });
  }

  get joint() {
    return this.wanted?.joint ?? this.scene.facts.joint;
  }

  // Page Up and Page Down go through the joints
  turn(key) {
    const by = { PageUp: -1, PageDown: 1 }[key], count_ = this.places.length;
    if (by) this.ask({ joint: (this.joint + by + count_) % count_ });
    return Boolean(by);
  }

  moveJoint(joint, at) {
    const joints = (this.wanted?.joints ?? this.places).map((place, k) => (k === joint ? at : place));
    if (apart(at, (this.wanted?.joints ?? this.places)[joint])) this.ask({ joint, joints });
  }

  // while the kernel computes, only the last wish counts
  ask(settings) {
    this.wanted = { ...this.wanted, ...settings };
    if (!this.waiting) this.send();
  }

  send() {
    const { model } = this.board, wanted = this.wanted;
    this.wanted = null;
    this.waiting = true;
    for (const [name, value] of Object.entries(wanted)) model.set(name, value);
    model.save_changes();
    this.board.attention.ask();
  }

  hover(photo, at, k) {
    const { joint, far } = nearest(this.places, at);
    this.board.handled = performance.now();
    const { names } = this.scene.facts;
    const aside = far > REACH ? `No joint is near ${pair(at)}.` : `The ${names[joint]} is at ${pair(this.places[joint])}. ${k === undefined ? "Drag it." : "Press to see its map."}`;
    this.board.lit = { cells: [], sum: [], words: aside };
    this.board.ask();
  }

  show(scene) {
    Object.assign(this, { scene, waiting: false, places: placesOf(scene.table("joints")) });
    const { face } = scene.facts;
    this.follow();
    for (const [name, element] of Object.entries(this.faces)) element.hidden = name !== face;
    if (face === "joints") this.showJoints();
    else this.showNets();
    if (this.wanted) this.send();
    else if (this.element.contains(document.activeElement)) queueMicrotask(() => this.say(this.photos.findIndex(({ svg }) => svg === document.activeElement)));
  }

  // where the map is largest now, there the cursor is; one who walks in a map is left alone until the joint moves
  follow() {
    const { face, joint, cell: [row, column] } = this.scene.facts, where = [face, joint, row, column].join();
    if (this.followed && this.followed !== where) this.board.at = { grid: "map", row, column };
    this.followed = where;
  }

  showJoints() {
    const { bones, joint, cell, stride } = this.scene.facts, { photo } = this;
    photo.paint(this.scene.table("image"));
    const square = { x: cell[1] * stride, y: cell[0] * stride, width: stride, height: stride };
    photo.svg.replaceChildren(
      ...photo.skeleton(this.places, bones, "ck-true"), svgNode("rect", { ...square, class: "ck-halo" }), svgNode("rect", { ...square, class: "ck-cell" }),
      ...photo.crosses(placesOf(this.scene.table("read"))), ...photo.held(this.places[joint]));
    this.showThumbs();
    photo.svg.setAttribute("aria-label", `Image with ${this.places.length} joints. ${jointWords(this.scene)} Arrow keys move it, with Shift a quarter of a pixel; Page Up and Page Down choose another.`);
  }

  // a small map for each joint; by keyboard the menu chooses among them
  showThumbs() {
    const { names, joint } = this.scene.facts, maps = this.scene.table("maps"), [, rows, columns] = maps.shape, { colours } = this.board.look;
    if (!this.thumbs.children.length) this.thumbs.append(...names.map((name, j) => {
      const button = piece("button", "", document.createElement("canvas"), piece("span", "", name));
      Object.assign(button, { type: "button", tabIndex: -1 }).addEventListener("click", () => this.ask({ joint: j }));
      return button;
    }));
    [...this.thumbs.children].forEach((button, j) => {
      const canvas = Object.assign(button.firstChild, { width: columns, height: rows }), image = new ImageData(columns, rows);
      button.setAttribute("aria-pressed", String(j === joint));
      for (let k = 0; k < rows * columns; k++) {
        const at = shade("magnitude", maps.data[j * rows * columns + k], 1);
        for (let c = 0; c < 3; c++) image.data[4 * k + c] = colours[at + c];
        image.data[4 * k + 3] = at < 0 ? 0 : 255;
      }
      canvas.getContext("2d").putImageData(image, 0, 0);
    });
  }

  showNets() {
    const { bones, joint } = this.scene.facts;
    this.photos.forEach((photo, k) => {
      photo.paint(this.scene.table("image"));
      photo.svg.replaceChildren(...photo.skeleton(this.places, bones, "ck-true", false),
        ...photo.skeleton(placesOf(this.scene.table(`found${k}`)), bones, "ck-found"), ...photo.held(this.places[joint]));
      photo.svg.setAttribute("aria-label", `${netWords(this.scene, k)} Page Up and Page Down choose another joint.`);
    });
    this.drawCurve();
  }

  drawCurve() {
    const { kinds, threshold } = this.scene.facts, across = Array.from(this.scene.table("thresholds").data);
    const shares = kinds.map((_, k) => Array.from(this.scene.table(`pck${k}`).data));
    const now = shares.map((one, k) => `${number(100 * shareAt(across, one, threshold))}% with ${kinds[k]}`).join(", ");
    drawChart(this.chart, {
      ...CHART, title: "PCK over the threshold", guide: threshold,
      x: { low: 0, high: across.at(-1), ticks: [0, 0.1, 0.2, 0.3].map((x) => [x, number(x)]), title: "threshold, in parts of the image" },
      y: { low: 0, high: 1, ticks: [0, 0.5, 1].map((y) => [y, number(y)]) },
      lines: shares.map((one, k) => ({ points: one.map((share, i) => [across[i], share]), name: ["ck-one", "ck-two"][k], label: kinds[k] })),
      about: `PCK over the threshold. At ${number(threshold)}: ${now}.`,
    });
  }

  // the joint in hand, in words; k is the net that is looked at
  say(k = -1) {
    const { face } = this.scene.facts;
    if (face === "nets") this.board.lit = { cells: [], sum: [], words: netWords(this.scene, Math.max(0, k)) };
    else {
      const [row, column] = this.scene.facts.cell;
      this.board.place({ grid: "map", row, column });
      Object.assign(this.board.lit, { sum: readSum(this.scene), words: jointWords(this.scene) });
    }
    this.board.ask();
  }
}

function panel(scene, element, board) {
  board.pose ??= new Panel(element, board);
  board.pose.show(scene);
}

export default { render: (context) => openBoard(context, { words, panel }) };
