// PoolExplorer: which window a cell belongs to, who won it, and where the gradient goes.

const cellOf = (grid, row, column, role = "reads", badge = "") => ({ grid, row, column, role, badge });
const several = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
const LIFT = 0.34; // an arrow leaves near the upper edge of its cell
const split = (flat, width) => ({ row: Math.floor(flat / width), column: flat % width });

// all windows, each with its place in U, its winner and its cells
export function windowsOf(scene) {
  const positions = scene.table("positions"), cells = scene.table("cells"), width = positions.shape[1];
  return Array.from(positions.data, (winner, k) => ({
    k, ...split(k, width), winner, cells: cells.row(k), tied: scene.table("tied").row(k),
  }));
}

// windows that send a cell of Y something: those it won, or for the mean all that read it
export function sourcesOf(scene, flat) {
  return windowsOf(scene).filter((one) =>
    scene.facts.how === "max" ? one.winner === flat : one.cells.includes(flat));
}

const place = (scene, flat) => split(flat, scene.facts.width);
const named = (scene, flat) => {
  const { row, column } = place(scene, flat);
  return `(${row}, ${column})`;
};

// --- forward ---

function tieWords(scene, one) {
  const tied = one.cells.filter((_, k) => one.tied[k]);
  if (tied.length < 2 || scene.facts.how === "mean") return "";
  return ` ${tied.length} cells tie; the first in row order, ${named(scene, one.winner)}, wins.`;
}

function pooledCell(scene, { grid, row, column }) {
  const u = scene.grid("u"), y = scene.grid("y"), one = windowsOf(scene)[row * u.columns + column];
  const max = scene.facts.how === "max", cells = [cellOf("u", row, column, "here")];
  if (max) cells.push(cellOf("p", row, column, "here"));
  const tied = one.cells.filter((_, k) => one.tied[k]);
  for (const flat of one.cells) {
    const { row: r, column: c } = place(scene, flat);
    cells.push(cellOf("y", r, c, "reads"));
    if (max && flat === one.winner) cells.push(cellOf("y", r, c, "weight", tied.length > 1 ? "first" : ""));
    else if (max && tied.includes(flat)) cells.push(cellOf("y", r, c, "reads", "tie"));
  }
  const values = one.cells.map((flat) => y.values[flat]), most = 16;
  const shown = values.slice(0, most).flatMap((value, k) => [
    { text: k ? (max ? ", " : " + ") : "" },
    { text: max ? number(value) : factor(value), role: max && one.cells[k] === one.winner ? "weight" : "reads" },
  ]);
  if (values.length > most) shown.push({ text: max ? ", …" : " + …" });
  const result = number(scene.table("true_u").at(row, column)), head = `u(${row}, ${column}) = `;
  const sum = max
    ? [{ text: `${head}max(` }, ...shown, { text: ") = " }, { text: result, role: "result" }, { text: `, at Y${named(scene, one.winner)}: P = ${one.winner}` }]
    : [{ text: `${head}(` }, ...shown, { text: `) / ${values.length} = ` }, { text: result, role: "result" }];
  const { row: r, column: c } = place(scene, one.winner);
  const own = { from: { grid: grid === "p" ? "p" : "u", row, column, lift: LIFT }, to: { grid: "y", row: r, column: c }, role: "here" };
  const wrong = verdict(scene.grid(grid), row, column, grid === "p" ? one.winner : scene.table("true_u").at(row, column));
  return { cells, sum, arrows: max ? [...others(scene, "u", "y", (other) => other.k !== one.k), own] : [],
    words: `The window reads rows ${r0(scene, one)}, columns ${c0(scene, one)} of Y.${tieWords(scene, one)}${wrong}` };
}

const span = (low, high) => (low === high ? `${low}` : `${low} to ${high}`);
const r0 = (scene, one) => span(place(scene, one.cells[0]).row, place(scene, one.cells.at(-1)).row);
const c0 = (scene, one) => span(place(scene, one.cells[0]).column, place(scene, one.cells.at(-1)).column);

// the learner's number beside the package's, where it is crossed
function verdict(grid, row, column, truth) {
  if (!grid.crossed) return "";
  return grid.crossed[row * grid.columns + column]
    ? ` The package has ${number(truth)}, yours is ${number(grid.at(row, column))}.` : " Yours agrees.";
}

// the arrows of all windows, as a quiet background, where there are few
function others(scene, from, to, wanted = () => true) {
  if (!scene.facts.arrows) return [];
  return windowsOf(scene).filter(wanted).map((one) => ({
    from: { grid: from, row: one.row, column: one.column, lift: LIFT }, to: { grid: to, ...place(scene, one.winner) }, role: "quiet",
  }));
}

function mapCell(scene, { row, column }) {
  const y = scene.grid("y"), flat = row * y.columns + column, name = `Y(${row}, ${column}) = ${number(y.at(row, column))}`;
  const readers = windowsOf(scene).filter((one) => one.cells.includes(flat));
  const won = readers.filter((one) => one.winner === flat), max = scene.facts.how === "max";
  const cells = [cellOf("y", row, column, "here")];
  for (const one of readers) cells.push(cellOf("u", one.row, one.column, max && won.includes(one) ? "weight" : "reads"));
  if (!readers.length) return { cells, sum: [], arrows: others(scene, "u", "y"), words: `${name} is never read.` };
  const own = won.map((one) => ({ from: { grid: "u", row: one.row, column: one.column, lift: LIFT }, to: { grid: "y", row, column }, role: "here" }));
  const lost = readers.filter((one) => !won.includes(one) && one.tied[one.cells.indexOf(flat)]).length;
  const tie = lost ? ` It ties in ${several(lost, "window")}, but comes later in row order.` : "";
  return {
    cells, sum: [], arrows: max ? [...others(scene, "u", "y", (one) => one.winner !== flat), ...own.slice(0, 12)] : [],
    words: max
      ? `${name} is read by ${several(readers.length, "window")} and wins ${won.length || "none"} of them.${tie}`
      : `${name} is read by ${several(readers.length, "window")} and counts 1/${readers[0].cells.length} in each.`,
  };
}

// --- backward ---

const share = (scene, one) => scene.grid("du").values[one.k] / (scene.facts.how === "max" ? 1 : one.cells.length);

function sentCell(scene, { row, column }) {
  const du = scene.grid("du"), one = windowsOf(scene)[row * du.columns + column], value = number(du.at(row, column));
  const cells = [cellOf("du", row, column, "here")], max = scene.facts.how === "max";
  for (const flat of one.cells) {
    const { row: r, column: c } = place(scene, flat);
    cells.push(cellOf("y", r, c, max && flat === one.winner ? "weight" : "reads"));
    if (!max || flat === one.winner) cells.push(cellOf("dy", r, c, "weight", `+${factor(share(scene, one))}`));
  }
  const goals = max ? [one.winner] : one.cells;
  const own = goals.slice(0, 12).map((flat) => ({ from: { grid: "du", row, column, lift: LIFT }, to: { grid: "dy", ...place(scene, flat) }, role: "here" }));
  const sum = max
    ? [{ text: `dY${named(scene, one.winner)} += ` }, { text: value, role: "here" }]
    : [{ text: `dY[each of ${one.cells.length} cells] += ` }, { text: value, role: "here" }, { text: ` / ${one.cells.length} = ` }, { text: number(share(scene, one)), role: "result" }];
  return {
    cells, sum, arrows: [...others(scene, "du", "dy", (other) => other.k !== one.k), ...own],
    words: max
      ? `dU(${row}, ${column}) goes whole to the winner of its window; the other ${one.cells.length - 1} cells get nothing.${tieWords(scene, one)}`
      : `dU(${row}, ${column}) is shared by the ${one.cells.length} cells of its window, the maximum no more than the rest.`,
  };
}

function receivingCell(scene, at) {
  const { row, column } = at, dy = scene.grid("dy"), flat = row * dy.columns + column, max = scene.facts.how === "max";
  const sources = sourcesOf(scene, flat), truth = scene.table("true_dy").at(row, column), K = scene.table("cells").shape[1];
  const cells = ["y", "dy", "belief"].filter((id) => scene.grid(id)).map((id) => cellOf(id, row, column, "here"));
  for (const one of sources) cells.push(cellOf("du", one.row, one.column, "reads"));
  const name = `dY(${row}, ${column})`, terms = sources.map((one) => ({ text: factor(scene.grid("du").values[one.k]), role: "reads" }));
  const sum = sumOf(terms, number(truth), { head: max || !terms.length ? `${name} = ` : `${name} = (` });
  if (!max && terms.length) sum.splice(-2, 2, { text: `) / ${K} = ` }, { text: number(truth), role: "result" });
  const own = sources.slice(0, 12).map((one) => ({ from: { grid: "du", row: one.row, column: one.column, lift: LIFT }, to: { grid: "dy", row, column }, role: "here" }));
  const quiet = max ? others(scene, "du", "dy", (one) => one.winner !== flat) : [];
  return { cells, sum, arrows: [...quiet, ...own], words: receivedWords(scene, at, sources, name) + believedWords(scene, at, truth)
    + verdict(dy, row, column, truth) };
}

function receivedWords(scene, { row, column }, sources, name) {
  const max = scene.facts.how === "max", read = scene.table("counts").at(row, column);
  if (!read) return `No window reads this cell: ${name} is 0.`;
  if (!sources.length) return `Read by ${several(read, "window")}, but never the winner: ${name} is 0.`;
  const verb = max ? "won" : "is read by";
  if (sources.length === 1) return `The cell ${verb} one window.`;
  const last = share(scene, sources.at(-1)), all = sources.reduce((total, one) => total + share(scene, one), 0);
  const words = `The cell ${verb} ${sources.length} windows, and their shares add up.`;
  return scene.grid("belief") ? words : `${words} With = instead of += only the last, ${number(last)}, would stay: ${number(all - last)} lost.`;
}

function believedWords(scene, { row, column }, truth) {
  const belief = scene.grid("belief");
  if (!belief) return "";
  const shown = belief.at(row, column);
  return Math.abs(shown - truth) > 1e-9 * Math.max(1, Math.abs(truth))
    ? ` ${belief.title[0].toUpperCase()}${belief.title.slice(1)}: ${number(shown)} instead of ${number(truth)}.`
    : ` ${belief.title[0].toUpperCase()}${belief.title.slice(1)}: also ${number(shown)} here.`;
}

const FACES = {
  forward: { u: pooledCell, p: pooledCell, y: mapCell },
  backward: { du: sentCell, dy: receivingCell, y: receivingCell, belief: receivingCell },
};

export const light = (scene, at) => FACES[scene.facts.face][at.grid](scene, at);

export default { render: (context) => openBoard(context, { light }) };
