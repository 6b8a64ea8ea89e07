// PoseTraining: how far a run is, and PCK after every epoch.

const CHART = { width: 600, height: 260, margin: { left: 46, right: 136, top: 26, bottom: 40 } };
const NAMES = ["ck-one", "ck-two"];

// the points of a curve that are there, epochs counted from 1
export const pointsOf = (scores) => scores.map((score, k) => [k + 1, score]).filter(([, score]) => Number.isFinite(score));

class Progress {
  constructor(element, board) {
    this.board = board;
    this.chart = svgNode("svg");
    this.bar = document.createElement("progress");
    this.bar.setAttribute("aria-label", "how much of the run is done");
    element.replaceChildren(piece("div", "ck-progress", this.bar, this.chart));
  }

  show(scene) {
    const { kinds, epochs, share, state, title, words } = scene.facts, curves = scene.table("curves");
    this.bar.value = share;
    this.bar.hidden = state === "ready";
    const drawn = kinds.map((kind, k) => ({ kind, name: NAMES[k], points: pointsOf(curves.row(k)) })).filter(({ points }) => points.length);
    const every = Math.ceil(epochs / 10), ticks = Array.from({ length: epochs }, (_, k) => [k + 1, String(k + 1)]).filter((_, k) => k % every === 0);
    drawChart(this.chart, {
      ...CHART, title, x: { low: 1, high: Math.max(2, epochs), ticks, title: "epoch" },
      y: { low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1].map((y) => [y, number(y)]) },
      lines: drawn.map(({ kind, name, points }) => ({ points, name, label: `${kind}, ${number(points.at(-1)[1])}`, dots: true })),
      about: `${title} after every epoch. ${drawn.map(({ kind, points }) => `${kind}: ${number(points.at(-1)[1])} after ${several(points.length, "epoch")}.`).join(" ") || "Nothing is trained yet."}`,
    });
    showRun(this.board, state);
    const fixed = ["running", "paused", "asleep", "stopping"].includes(state);
    for (const input of this.board.controls.inputs.get("net").box.querySelectorAll("input")) input.disabled = fixed;
    this.say(words);
  }

  say(words) {
    this.board.lit = { cells: [], words };
    this.board.ask();
  }
}

function panel(scene, element, board) {
  board.progress ??= new Progress(element, board);
  board.progress.show(scene);
}

export default { render: (context) => openBoard(context, { panel }) };
