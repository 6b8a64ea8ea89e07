// NetComparison: accuracy of four nets against each of three costs, and a table.

const PLOT = { width: 340, height: 260, left: 44, right: 34, top: 26, bottom: 44 };
const SHAPES = { o: "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0", s: "M-5,-5h10v10h-10z", "^": "M0,-6L6,5H-6z", D: "M0,-6L6,0L0,6L-6,0z" };

// pixels of a cost and an accuracy in a chart
export function placeIn(chart, low, cost, accuracy) {
  const along = Math.log10(cost / chart.low) / Math.log10(chart.high / chart.low), up = (accuracy - low) / (1 - low);
  return [PLOT.left + along * (PLOT.width - PLOT.left - PLOT.right), PLOT.height - PLOT.bottom - up * (PLOT.height - PLOT.bottom - PLOT.top)];
}

// heights of accuracy that get a line: at most six of them
export function rungs(low) {
  const step = low < 0.5 ? 0.2 : low < 0.9 ? 0.1 : 0.02, found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= 1 + 1e-9; k++) found.push(Number((k * step).toFixed(2)));
  return found;
}

function plot(facts, values, k) {
  const chart = facts.charts[k], svg = svgNode("svg", { class: "ck-curve", role: "img", width: PLOT.width, height: PLOT.height, viewBox: `0 0 ${PLOT.width} ${PLOT.height}` });
  const right = PLOT.width - PLOT.right, floor = PLOT.height - PLOT.bottom;
  for (const rung of rungs(facts.low)) {
    const [, y] = placeIn(chart, facts.low, chart.low, rung);
    svg.append(svgNode("line", { class: "ck-rule", x1: PLOT.left, x2: right, y1: y, y2: y }), svgText(PLOT.left - 8, y + 4, String(rung), "end"));
  }
  for (const [value, words] of chart.ticks) svg.append(svgText(placeIn(chart, facts.low, value, facts.low)[0], floor + 16, words, "middle"));
  svg.append(svgText((PLOT.left + right) / 2, floor + 36, chart.title, "middle"));
  if (k === 0) svg.append(svgText(PLOT.left, 14, "accuracy on unseen digits", "start", "ck-title"));
  const known = facts.entrants.map((one, e) => [one, values[e][k], values[e][3], chart.names[e]]).filter(([, , , name]) => name);
  for (const [one, cost, accuracy, [aside, down, anchor]] of known) {
    const [x, y] = placeIn(chart, facts.low, cost, accuracy);
    svg.append(svgNode("path", { d: SHAPES[one.shape], transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`, fill: one.colour, class: "ck-point" }),
      svgText(x + aside, y + down, one.name, anchor, "ck-named"));
  }
  const told = known.map(([one]) => `${one.name}: accuracy ${one.accuracy}`).join("; ");
  svg.setAttribute("aria-label", `${chart.title}. ${told || "No net is trained yet"}.`);
  return svg;
}

const HEADS = ["net", "numbers learned", "multiply-adds", "milliseconds", "accuracy"];

function row(one) {
  const mark = svgNode("svg", { class: "ck-key", width: 14, height: 14, viewBox: "-7 -7 14 14", "aria-hidden": "true" }, svgNode("path", { d: SHAPES[one.shape], fill: one.colour }));
  const head = piece("th", "", mark, one.name);
  head.scope = "row";
  return piece("tr", "", head, ...["parameters", "multiply_adds", "milliseconds", "accuracy"].map((name) => piece("td", "", one[name])));
}

function table(facts) {
  const top = piece("tr", "", ...HEADS.map((words) => {
    const cell = piece("th", "", words);
    cell.scope = "col";
    return cell;
  }));
  const made = piece("table", "ck-table", piece("thead", "", top), piece("tbody", "", ...facts.entrants.map(row)));
  made.setAttribute("aria-label", "what the nets cost, and their accuracy");
  return made;
}

function panel(scene, element, board) {
  const { facts } = scene, { data } = scene.table("values");
  const values = facts.entrants.map((_, e) => Array.from(data.subarray(4 * e, 4 * e + 4)));
  const progress = document.createElement("progress");
  progress.setAttribute("aria-label", "how much of the training is done");
  progress.value = facts.share;
  progress.hidden = facts.state === "ready";
  element.replaceChildren(piece("div", "ck-compared", piece("div", "ck-plots", ...facts.charts.map((_, k) => plot(facts, values, k))), table(facts), progress));
  showRun(board, facts.state);
  const fixed = ["running", "paused", "asleep", "stopping"].includes(facts.state);
  for (const name of ["epochs", "seed"]) board.controls.inputs.get(name).box.querySelector("input").disabled = fixed;
  board.lit = { cells: [], words: facts.words };
  board.ask();
}

export default { render: (context) => openBoard(context, { panel, words: () => "" }) };
