// PoseTraining: how far a run is, losses and PCK of both nets, and a figure as they see it.

const CHART = { width: 470, height: 250, margin: { left: 54, right: 128, top: 26, bottom: 40 } };
const SHOWN = 232; // pixels of the figure's picture on the page
const NAMES = ["ck-one", "ck-two"];

// --- pure parts ---

// whole epochs for the axis, at most eleven of them
export function ticksOf(epochs) {
  const every = Math.max(1, Math.ceil(epochs / 10));
  return Array.from({ length: Math.floor(epochs / every) + 1 }, (_, k) => [k * every, String(k * every)]);
}

// the ends of a logarithmic axis around all losses that are numbers
export function decadesAround(values) {
  const known = values.filter((value) => Number.isFinite(value) && value > 0);
  if (!known.length) return { low: 0.1, high: 10 };
  const low = 10 ** Math.floor(Math.log10(Math.min(...known)) + 1e-9);
  return { low, high: Math.max(10 * low, 1.15 * Math.max(...known)) };
}

// --- drawing ---

class Progress {
  constructor(element, board) {
    this.board = board;
    this.charts = [svgNode("svg"), svgNode("svg")];
    this.bar = document.createElement("progress");
    this.bar.setAttribute("aria-label", "how much of the run is done");
    this.photos = ["heat maps", "numbers"].map((kind) => {
      const photo = new Photo(board, SHOWN, `net with ${kind}`, "blue: true, orange, dashed: found");
      for (const name of ["tabindex", "aria-roledescription"]) photo.svg.removeAttribute(name);
      photo.svg.setAttribute("role", "img");
      return photo;
    });
    element.replaceChildren(piece("div", "ck-progress", this.bar, piece("div", "ck-learning", ...this.charts),
      piece("div", "ck-learning", ...this.photos.map(({ element: one }) => one))));
  }

  show(scene) {
    const { share, state, words } = scene.facts;
    this.bar.value = share;
    this.bar.hidden = state === "ready";
    this.drawLoss(scene);
    this.drawShares(scene);
    this.photos.forEach((photo, k) => this.drawFigure(scene, photo, k));
    showRun(this.board, state);
    const fixed = ["running", "paused", "asleep", "stopping"].includes(state);
    for (const input of this.board.controls.inputs.get("net").box.querySelectorAll("input")) input.disabled = fixed;
    this.board.lit = { cells: [], words };
    this.board.ask();
  }

  lines(scene, name, dots) {
    return scene.facts.kinds.map((kind, k) => ({ kind, name: NAMES[k], points: placesOf(scene.table(`${name}${k}`)), dots }))
      .filter(({ points }) => points.length)
      .map((line) => ({ ...line, label: `${line.kind}, ${number(line.points.at(-1)[1])}` }));
  }

  drawLoss(scene) {
    const { epochs } = scene.facts, lines = this.lines(scene, "loss", false);
    const ends = decadesAround(lines.flatMap(({ points }) => points.map(([, loss]) => loss)));
    const told = lines.map(({ kind, points }) => `${kind}: ${number(points.at(-1)[1])}.`).join(" ");
    drawChart(this.charts[0], {
      ...CHART, title: "loss", x: { low: 0, high: epochs, ticks: ticksOf(epochs), title: "epoch" },
      y: { ...ends, log: true, ticks: tenTicks(ends.low, ends.high) }, lines, about: `Loss over epochs. ${told || "Nothing is trained yet."}`,
    });
  }

  drawShares(scene) {
    const { epochs, title } = scene.facts, lines = this.lines(scene, "pck", true);
    const told = lines.map(({ kind, points }) => `${kind}: ${number(points.at(-1)[1])} after ${several(points.length, "epoch")}.`).join(" ");
    drawChart(this.charts[1], {
      ...CHART, title, x: { low: 0, high: epochs, ticks: ticksOf(epochs), title: "epoch" },
      y: { low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map((y) => [y, number(y)]) }, lines,
      about: `${title} after every epoch. ${told || "No epoch is done yet."}`,
    });
  }

  // a net that has not looked at the figure has no picture
  drawFigure(scene, photo, k) {
    const { bones, kinds } = scene.facts, found = scene.table(`found${k}`);
    photo.element.hidden = !found;
    if (!found) return;
    const true_ = placesOf(scene.table("joints"));
    photo.paint(scene.table("image"));
    photo.svg.replaceChildren(...photo.skeleton(true_, bones, "ck-true", false), ...photo.skeleton(placesOf(found), bones, "ck-found"));
    photo.svg.setAttribute("aria-label", `The figure, its true joints, and where the net with ${kinds[k]} finds them`);
  }
}

function panel(scene, element, board) {
  board.progress ??= new Progress(element, board);
  board.progress.show(scene);
}

export default { render: (context) => openBoard(context, { panel }) };
