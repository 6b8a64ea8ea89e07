// PoolExplorer: what the status line says of the cell in hand.

const at_ = (scene, cell) => scene.place(cell).replace(/^[^(]*/, "");
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const isMax = (scene) => scene.facts.how === "max";

function tieWords(scene, at) {
  const tied = beside(scene, at, "tied", "y").length, [winner] = beside(scene, at, "won", "y");
  return tied ? ` ${tied + 1} cells tie; the first in row order, ${at_(scene, winner)}, wins.` : "";
}

const pooled = (scene, at, lit) => `The window reads ${block(scene, beside(scene, at, "window", "y"))} of Y.${tieWords(scene, at)}`;

function mapCell(scene, at, lit) {
  const name = said(scene, at), readers = beside(scene, at, "window", "u").length, won = beside(scene, at, "won", "u").length;
  if (!readers) return `${name} is never read.`;
  if (!isMax(scene)) return `${name} is read by ${several(readers, "window")} and counts 1/${scene.facts.cells} in each.`;
  const lost = beside(scene, at, "tied", "u").length;
  return `${name} is read by ${several(readers, "window")} and wins ${won || "none"} of them.`
    + (lost ? ` It ties in ${several(lost, "window")}, but comes later in row order.` : "");
}

function sent(scene, at, lit) {
  const { cells } = scene.facts;
  return isMax(scene)
    ? `${scene.place(at)} goes whole to the winner of its window; the other ${several(cells - 1, "cell")} get nothing.${tieWords(scene, at)}`
    : `${scene.place(at)} is shared by the ${several(cells, "cell")} of its window, the maximum no more than the rest.`;
}

function received(scene, at, lit) {
  const read = beside(scene, at, "window", "du").length, name = scene.place({ ...at, grid: "dy" }), shares = lit.terms;
  const belief = scene.grid("belief");
  return receivedWords(scene, name, read, shares, lit.total) + (belief ? believedWords(scene, belief, at, lit.total ?? 0) : "");
}

function receivedWords(scene, name, read, shares, all) {
  if (!read) return `No window reads this cell: ${name} is 0.`;
  if (!shares.length) return `Read by ${several(read, "window")}, but never the winner: ${name} is 0.`;
  const verb = isMax(scene) ? "won" : "is read by";
  if (shares.length === 1) return `The cell ${verb} one window.`;
  const words = `The cell ${verb} ${shares.length} windows, and their contributions add up.`, last = shares.at(-1);
  return scene.grid("belief") ? words : `${words} With = instead of += only the last, ${number(last)}, would stay: ${number(all - last)} lost.`;
}

function believedWords(scene, belief, { row, column }, truth) {
  const shown = number(belief.at(row, column));
  return belief.crossed[row * belief.columns + column]
    ? ` ${capital(belief.title)}: ${shown} instead of ${number(truth)}.` : ` ${capital(belief.title)}: also ${shown} here.`;
}

const WORDS = {
  forward: { u: pooled, p: pooled, y: mapCell },
  backward: { du: sent, dy: received, y: received, belief: received },
};

export const words = (scene, at, lit) => WORDS[scene.facts.face][at.grid](scene, at, lit);

export default { render: (context) => openBoard(context, { words }) };
