// ScanExplorer: what the status line says of the cell in hand.

const flat = (scene, { grid, row, column }) => row * scene.shape(grid)[1] + column;
const chosen = ({ layer, unit }) => `z${layer}${unit}`;

function output(scene, at, lit) {
  const { facts } = scene, [layer, unit] = at.grid.slice(1), row = flat(scene, at);
  const reads = Number(layer) ? "reads the same position of the maps before" : `reads the patch at (${at.row}, ${at.column})`;
  const after = Number(layer) < facts.layers - 1 ? ` relu makes it ${number(Math.max(0, lit.total))}.` : "";
  return `Unit ${unit} of layer ${Number(layer) + 1} ${reads}.${after} ${at.grid === chosen(facts)
    ? `Position (${at.row}, ${at.column}) is row ${row} of A.` : `Choose layer ${Number(layer) + 1}, unit ${unit} to see it as a matrix.`}`;
}

const readers = (n) => `${several(n, "position")} ${n === 1 ? "reads" : "read"} it`;

function pixel(scene, at) {
  const count = beside(scene, at, "scan0", "z").filter(({ grid }) => grid === "z00").length;
  return scene.facts.layer ? `${said(scene, at)} is read at ${several(count, "position")} by every unit of layer 1.`
    : `${said(scene, at)} is column ${flat(scene, at)} of A: ${readers(count)}${count > 1 ? ", each through another weight" : ""}.`;
}

const weight = (scene, at) =>
  `${said(scene, at)} stands ${several(beside(scene, at, "copy", "a").length, "time")} in A, once in each row. Change it, and all its copies change.`;
const bias = (scene, at) => `The bias ${number(scene.number(at))} is shared too: it is added at all ${beside(scene, at, "bias", "z").length} positions.`;

// row and column of an entry of A or dA, in words; layer 2 and on read what relu makes of the maps before
function where(scene, at) {
  const { layer } = scene.facts, [cell] = beside(scene, at, "entry", "y"), [position] = beside(scene, at, "entry", scene.grid("dz") ? "dz" : "z");
  const read = layer ? `Y(${layer}, ${cell.grid.at(-1)}) at (${cell.row}, ${cell.column})` : scene.place(cell);
  return `Row ${at.row} is position (${position.row}, ${position.column}), column ${at.column} is ${read}`;
}

function entry(scene, at, link, column, tied, single) {
  const [owner] = beside(scene, at, link, column);
  return owner ? `${where(scene, at)}. ${tied(scene.place(owner), several(beside(scene, owner, link, at.grid).length, single[0], single[1]))}` : null;
}

const matrix = (scene, at) => entry(scene, at, "copy", "w", (name, copies) => `The entry is ${name}, one of ${copies}.`, ["copy", "copies"])
  ?? `${where(scene, at)}, which that position does not read: the entry is 0 and no weight.`;
const slope = (scene, at) => entry(scene, at, "share", "dw", (name, all) => `It is one of ${all} to ${name}.`, ["contribution", "contributions"])
  ?? `${where(scene, at)}. This entry belongs to no weight: nothing learns from it.`;

function sum(scene, at) {
  const copies = several(beside(scene, at, "share", "g").length, "copy", "copies");
  return `${scene.place(at).slice(1)} has ${copies}: its gradient is the sum over them.`;
}

const arriving = (scene, at) => `${said(scene, at)} fills row ${flat(scene, at)} of dA; its patch gives every weight one contribution.`;

function read(scene, at) {
  const entries = beside(scene, at, "share", "g");
  return `${said(scene, at)} fills column ${entries[0].column} of dA: ${readers(entries.length)}.`;
}

const WORDS = {
  forward: { y: pixel, z: output, w: weight, b: bias, a: matrix },
  gradient: { y: read, dz: arriving, dw: sum, g: slope },
};

export const words = (scene, at, lit) => WORDS[scene.facts.face][at.grid.replace(/\d+$/, "")](scene, at, lit);

export default { render: (context) => openBoard(context, { words }) };
