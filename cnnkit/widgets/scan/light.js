// ScanExplorer: entry of the dense matrix, weight and position point at each other.

const spot = (grid, row, column, role = "reads", badge = "") => ({ grid, row, column, role, badge });
const counted = (count, what, many = `${what}s`) => `${count} ${count === 1 ? what : many}`;

// column of the dense matrix -> the map and cell that it reads, and back
export function cellOfColumn(scene, column) {
  const [height, width] = scene.facts.size, inside = column % (height * width);
  return { m: Math.floor(column / (height * width)), row: Math.floor(inside / width), column: inside % width };
}
export function columnOfCell(scene, m, row, column) {
  const [height, width] = scene.facts.size;
  return (m * height + row) * width + column;
}
// row of the dense matrix -> position of the output
export const positionOf = (scene, row) => ({ i: Math.floor(row / scene.facts.out[1]), j: row % scene.facts.out[1] });

// all entries of the matrix that are copies of one weight: [{row, column}]
export function copiesOf(scene, owner) {
  const table = scene.table("owner"), found = [];
  table.data.forEach((one, k) => {
    if (one === owner) found.push({ row: Math.floor(k / table.shape[1]), column: k % table.shape[1] });
  });
  return found;
}

const weightPlace = (scene, owner) => {
  const [tall, wide] = scene.facts.kernel, inside = owner % (tall * wide);
  return { m: Math.floor(owner / (tall * wide)), row: Math.floor(inside / wide), column: inside % wide };
};
const weightName = (scene, { m, row, column }) => scene.facts.layer ? `w(${m})` : `w(${row}, ${column})`;
const inputGrid = (scene, m) => (scene.facts.layer === 0 ? "y" : scene.grid(`y${m}`) ? `y${m}` : `z${scene.facts.layer - 1}${m}`);
const inputName = (scene, m, row, column) => scene.facts.layer ? `Y(${scene.facts.layer}, ${m}, ${row}, ${column})` : `Y(${row}, ${column})`;
// what the chosen layer reads: the image, or relu of the layer before
const inputValue = (scene, m, row, column) => {
  const value = scene.grid(inputGrid(scene, m)).at(row, column);
  return scene.facts.layer && scene.facts.face === "forward" ? Math.max(0, value) : value;
};
const unitGrid = (scene) => `z${scene.facts.layer}${scene.facts.unit}`;

function verdict(grid, row, column, truth) {
  if (!grid.crossed) return "";
  return grid.crossed[row * grid.columns + column]
    ? ` The package has ${number(truth)}, yours is ${number(grid.at(row, column))}.` : " Yours agrees.";
}

// --- forward ---

// the chain below one output: the same position of every map before it, and the patch of the image
function chain(scene, layer, i, j) {
  const cells = [], [tall, wide] = scene.facts.patch;
  for (let l = 0; l < layer; l++)
    scene.facts.filters[l].forEach((_, n) => cells.push(spot(`z${l}${n}`, i, j)));
  for (let p = 0; p < tall; p++) for (let q = 0; q < wide; q++) cells.push(spot("y", i + p, j + q));
  return cells;
}

function outputCell(scene, { grid, row: i, column: j }) {
  const layer = Number(grid[1]), unit = Number(grid[2]), { facts } = scene;
  const w = facts.filters[layer][unit], bias = facts.biases[layer][unit], z = scene.grid(grid);
  const cells = [spot(grid, i, j, "here"), ...chain(scene, layer, i, j)], terms = [];
  let truth = bias;
  w.forEach((weights, m) => weights.forEach((weight, k) => {
    const y = layer ? Math.max(0, scene.grid(`z${layer - 1}${m}`).at(i, j))
      : scene.grid("y").at(i + Math.floor(k / facts.patch[1]), j + (k % facts.patch[1]));
    terms.push(pair(weight, y, "weight", "reads"));
    truth += weight * y;
  }));
  const chosen = layer === facts.layer && unit === facts.unit, row = i * facts.out[1] + j;
  if (chosen) {
    scene.table("owner").row(row).forEach((owner, column) => {
      if (owner < 0) return;
      const at = weightPlace(scene, owner);
      cells.push(spot("a", row, column, "weight"), spot(`w${at.m}`, at.row, at.column, "weight"));
    });
  }
  const sum = sumOf([{ text: number(bias), role: "bias" }, ...terms], number(truth), { head: `z(${i}, ${j}) = ` });
  const words = chosen ? `Position (${i}, ${j}) is row ${row} of A.` : `Choose layer ${layer + 1}, unit ${unit} to see it as a matrix.`;
  const after = layer < facts.filters.length - 1 ? ` relu makes it ${number(Math.max(0, truth))}.` : "";
  const what = layer ? "reads the same position of the maps before" : `reads the patch at (${i}, ${j})`;
  return { cells, sum, words: `Unit ${unit} of layer ${layer + 1} ${what}.${after} ${words}${verdict(z, i, j, truth)}` };
}

function imageCell(scene, { row, column }) {
  const { facts } = scene, y = scene.grid("y"), cells = [spot("y", row, column, "here")];
  const name = `Y(${row}, ${column}) = ${number(y.at(row, column))}`, [tall, wide] = facts.patch;
  let readers = 0;
  for (let i = row - tall + 1; i <= row; i++)
    for (let j = column - wide + 1; j <= column; j++) {
      const inside = scene.grid("z00") ?? scene.grid("dz");
      if (i < 0 || j < 0 || i >= inside.rows || j >= inside.columns) continue;
      readers++;
      if (scene.facts.face === "forward") facts.filters[0].forEach((_, n) => cells.push(spot(`z0${n}`, i, j)));
    }
  if (facts.layer) return { cells, sum: [], words: `${name} is read at ${counted(readers, "position")} by every unit of layer 1.` };
  return { cells: [...cells, ...columnCells(scene, columnOfCell(scene, 0, row, column))], sum: [],
    words: `${name} is column ${columnOfCell(scene, 0, row, column)} of A: ${counted(readers, "position")} read it, each through another weight.` };
}

function columnCells(scene, column) {
  const owner = scene.table("owner"), cells = [];
  for (let row = 0; row < owner.shape[0]; row++) {
    if (owner.at(row, column) < 0) continue;
    const { i, j } = positionOf(scene, row), at = weightPlace(scene, owner.at(row, column));
    cells.push(spot(scene.facts.face === "forward" ? "a" : "g", row, column, "weight"));
    if (scene.facts.face === "forward") cells.push(spot(unitGrid(scene), i, j), spot(`w${at.m}`, at.row, at.column, "weight"));
    else cells.push(spot("dz", i, j), spot(`dw${at.m}`, at.row, at.column, "weight"));
  }
  return cells;
}

function weightCell(scene, { grid, row, column }) {
  const m = Number(grid.slice(1)), [tall, wide] = scene.facts.kernel, owner = (m * tall + row) * wide + column;
  const copies = copiesOf(scene, owner), cells = [spot(grid, row, column, "here")];
  for (const copy of copies) {
    const read = cellOfColumn(scene, copy.column);
    cells.push(spot("a", copy.row, copy.column, "weight"), spot(inputGrid(scene, read.m), read.row, read.column));
  }
  const name = weightName(scene, { m, row, column });
  return { cells, sum: [], words: `${name} = ${number(scene.grid(grid).at(row, column))} stands ${copies.length} times in A, once in each row. Change it, and all its copies change.` };
}

function biasCell(scene) {
  const z = scene.grid(unitGrid(scene)), cells = [spot("b", 0, 0, "here")];
  for (let i = 0; i < z.rows; i++) for (let j = 0; j < z.columns; j++) cells.push(spot(z.id, i, j));
  return { cells, sum: [], words: `The bias ${number(scene.grid("b").at(0, 0))} is shared too: it is added at all ${z.rows * z.columns} positions.` };
}

// an entry of A or of dA: the weight, the cell and the position that it stands for
function entry(scene, grid, row, column) {
  const owner = scene.table("owner").at(row, column), { i, j } = positionOf(scene, row);
  const read = cellOfColumn(scene, column), where = `Row ${row} is position (${i}, ${j}), column ${column} is ${inputName(scene, read.m, read.row, read.column)}`;
  return { owner, i, j, read, where, cells: [spot(grid, row, column, "here"), spot(inputGrid(scene, read.m), read.row, read.column)] };
}

function matrixCell(scene, { row, column }) {
  const { owner, i, j, where, cells } = entry(scene, "a", row, column), shown = scene.grid("a").at(row, column);
  cells.push(spot(unitGrid(scene), i, j));
  if (owner < 0)
    return { cells, sum: [], words: `${where}, which that position does not read: the entry is 0 and no weight.${verdict(scene.grid("a"), row, column, 0)}` };
  const at = weightPlace(scene, owner), copies = copiesOf(scene, owner);
  for (const copy of copies) if (copy.row !== row) cells.push(spot("a", copy.row, copy.column, "weight"));
  cells.push(spot(`w${at.m}`, at.row, at.column, "weight"));
  const weight = scene.grid(`w${at.m}`).at(at.row, at.column), name = weightName(scene, at);
  const sum = [{ text: `A(${row}, ${column}) = ` }, { text: name, role: "weight" }, { text: " = " }, { text: number(weight), role: "result" }];
  return { cells, sum, words: `${where}. The entry is ${name}, one of ${counted(copies.length, "copy", "copies")}.${verdict(scene.grid("a"), row, column, weight)}` };
}

// --- gradient ---

function gradientEntry(scene, { row, column }) {
  const { owner, i, j, read, where, cells } = entry(scene, "g", row, column), g = scene.grid("g");
  cells.push(spot("dz", i, j));
  const sum = [{ text: `dA(${row}, ${column}) = ` }, ...pair(scene.grid("dz").at(i, j), inputValue(scene, read.m, read.row, read.column), "reads", "reads").parts,
    { text: " = " }, { text: number(g.at(row, column)), role: "result" }];
  if (owner < 0) return { cells, sum, words: `${where}. This entry belongs to no weight: nothing learns from it.` };
  const at = weightPlace(scene, owner), copies = copiesOf(scene, owner);
  for (const copy of copies) if (copy.row !== row) cells.push(spot("g", copy.row, copy.column, "weight"));
  cells.push(spot(`dw${at.m}`, at.row, at.column, "weight"));
  return { cells, sum, words: `${where}. It is one of ${counted(copies.length, "share", "shares")} of d${weightName(scene, at)}.` };
}

function weightGradient(scene, { grid, row, column }) {
  const m = Number(grid.slice(2)), [tall, wide] = scene.facts.kernel, copies = copiesOf(scene, (m * tall + row) * wide + column);
  const cells = [spot(grid, row, column, "here")], terms = [];
  let truth = 0;
  for (const copy of copies) {
    const read = cellOfColumn(scene, copy.column), { i, j } = positionOf(scene, copy.row);
    const dz = scene.grid("dz").at(i, j), y = inputValue(scene, read.m, read.row, read.column);
    cells.push(spot("g", copy.row, copy.column, "weight"), spot("dz", i, j), spot(inputGrid(scene, read.m), read.row, read.column));
    terms.push(pair(dz, y, "reads", "reads"));
    truth += dz * y;
  }
  const name = weightName(scene, { m, row, column });
  return { cells, sum: sumOf(terms, number(truth), { head: `d${name} = ` }),
    words: `${name} has ${counted(copies.length, "copy", "copies")}: its gradient is the sum over them.${verdict(scene.grid(grid), row, column, truth)}` };
}

function upstreamCell(scene, { row: i, column: j }) {
  const dz = scene.grid("dz"), row = i * scene.facts.out[1] + j, cells = [spot("dz", i, j, "here")];
  scene.table("owner").row(row).forEach((owner, column) => {
    if (owner < 0) return;
    const at = weightPlace(scene, owner), read = cellOfColumn(scene, column);
    cells.push(spot("g", row, column, "weight"), spot(`dw${at.m}`, at.row, at.column, "weight"), spot(inputGrid(scene, read.m), read.row, read.column));
  });
  return { cells, sum: [], words: `dz(${i}, ${j}) = ${number(dz.at(i, j))} fills row ${row} of dA; its patch gives every weight one share.` };
}

function readCell(scene, { grid, row, column }) {
  const m = grid === "y" ? 0 : Number(grid.slice(1)), at = columnOfCell(scene, m, row, column);
  const lit = columnCells(scene, at), name = inputName(scene, m, row, column);
  return { cells: [spot(grid, row, column, "here"), ...lit], sum: [],
    words: `${name} = ${number(scene.grid(grid).at(row, column))} fills column ${at} of dA: ${counted(lit.length / 3, "position")} read it.` };
}

const FACES = {
  forward: { y: imageCell, z: outputCell, w: weightCell, b: biasCell, a: matrixCell },
  gradient: { y: readCell, dz: upstreamCell, dw: weightGradient, g: gradientEntry },
};

export const light = (scene, at) => FACES[scene.facts.face][at.grid.replace(/\d+$/, "")](scene, at);

export default { render: (context) => openBoard(context, { light }) };
