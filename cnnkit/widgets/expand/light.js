// ExpandExplorer: where a cell stamps, which stamps a cell sums, how often each cell is counted.

const lit = (grid, row, column, role = "reads", badge = "") => ({ grid, row, column, role, badge });
const plural = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;
const span = (low, high) => (low === high ? `${low}` : `${low} to ${high}`).replaceAll("-", "−");

// cells of the uncropped map that input (k, l) stamps: [{r, c, p, q}]
export function stampOf(scene, k, l) {
  const [rows, columns] = scene.facts.filter, [b, d] = scene.facts.stride, found = [];
  for (let p = 0; p < rows; p++)
    for (let q = 0; q < columns; q++) found.push({ r: k * b + p, c: l * d + q, p, q });
  return found;
}

// stamps that cover cell (r, c) of the uncropped map: [{k, l, p, q}], in row order of the input
export function stampsOn(scene, r, c) {
  const [rows, columns] = scene.facts.filter, [b, d] = scene.facts.stride, [H, W] = scene.facts.input, found = [];
  for (let k = 0; k < H; k++)
    for (let l = 0; l < W; l++) {
      const p = r - k * b, q = c - l * d;
      if (p >= 0 && q >= 0 && p < rows && q < columns) found.push({ k, l, p, q });
    }
  return found;
}

const keeps = (scene, r, c) => {
  const [top, left] = scene.facts.padding, [rows, columns] = scene.facts.size;
  return r >= top && c >= left && r < top + rows && c < left + columns;
};

// the learner's number beside the package's, where it is crossed
function verdict(scene, grid, row, column) {
  if (!grid.crossed) return "";
  return grid.crossed[row * grid.columns + column]
    ? ` The package has ${number(scene.table("true_z").at(row, column))}, yours is ${number(grid.at(row, column))}.`
    : " Yours agrees.";
}

// --- stamp ---

function stampingCell(scene, { row, column }) {
  const y = scene.grid("y"), z = scene.grid("z"), value = y.at(row, column), stamp = stampOf(scene, row, column);
  const cells = [lit("y", row, column, "here")], w = scene.grid("w");
  for (const { r, c, p, q } of stamp) cells.push(lit("z", r, c, "reads", number(value * w.at(p, q))), lit("w", p, q, "weight"));
  const kept = stamp.filter(({ r, c }) => keeps(scene, r, c)).length, first = stamp[0], last = stamp.at(-1);
  const [top, left] = z.placeOf(first.r, first.c), [bottom, right] = z.placeOf(last.r, last.c);
  const cut = kept < stamp.length ? ` ${plural(stamp.length - kept, "cell")} of the stamp ${stamp.length - kept === 1 ? "is" : "are"} cropped.` : "";
  return {
    cells,
    sum: [{ text: "z[patch] += " }, { text: number(value), role: "here" }, { text: " · " }, { text: "w", role: "weight" }],
    words: `I(${row}, ${column}) = ${number(value)} stamps ${number(value)} times the filter on rows ${span(top, bottom)}, columns ${span(left, right)} of z.${cut}`,
  };
}

function summedCell(scene, { row, column }) {
  const z = scene.grid("z"), y = scene.grid("y"), w = scene.grid("w"), stamps = stampsOn(scene, row, column);
  const cells = [lit("z", row, column, "here")], terms = [], arrows = [];
  for (const { k, l, p, q } of stamps) {
    cells.push(lit("y", k, l, "reads", number(w.at(p, q))), lit("w", p, q, "weight"));
    terms.push(pair(y.at(k, l), w.at(p, q)));
    arrows.push({ from: { grid: "y", row: k, column: l }, to: { grid: "z", row, column } });
  }
  const name = `z(${z.label(row, column)})`, sum = sumOf(terms, number(scene.table("true_z").at(row, column)), { head: `${name} = ` });
  const cropped = keeps(scene, row, column) ? "" : " It is cropped.";
  const words = stamps.length ? `${name} lies under ${plural(stamps.length, "stamp")}.` : `${name} is 0: no stamp reaches it.`;
  return { cells, sum, arrows: arrows.length <= 12 ? arrows : [], words: words + cropped + verdict(scene, z, row, column) };
}

function weightCell(scene, { row, column }) {
  const w = scene.grid("w"), [H, W] = scene.facts.input, [b, d] = scene.facts.stride, cells = [lit("w", row, column, "here")];
  for (let k = 0; k < H; k++)
    for (let l = 0; l < W; l++) cells.push(lit("y", k, l), lit("z", k * b + row, l * d + column, "weight"));
  return { cells, sum: [], words: `w(${row}, ${column}) = ${number(w.at(row, column))} carries every cell of I to one cell of z, ${row} rows and ${column} columns into its stamp.` };
}

// --- zeros and a flipped filter ---

function collectingCell(scene, { row, column }) {
  const z = scene.grid("z"), spread = scene.grid("spread"), f = scene.grid("f"), [rows, columns] = scene.facts.filter;
  const cells = [lit("z", row, column, "here")], terms = [];
  for (let a = 0; a < rows; a++)
    for (let c = 0; c < columns; c++) {
      cells.push(lit("spread", row + a, column + c), lit("f", a, c, "weight"));
      if (spread.kind(row + a, column + c) === CELL) terms.push(pair(spread.at(row + a, column + c), f.at(a, c)));
    }
  const zeros = rows * columns - terms.length;
  return {
    cells, sum: sumOf(terms, number(z.at(row, column)), { head: `z(${row}, ${column}) = ` }),
    words: `The patch holds ${plural(terms.length, "cell")} of I and ${plural(zeros, "zero")}.`,
  };
}

function spreadCell(scene, { row, column }) {
  const spread = scene.grid("spread"), z = scene.grid("z"), f = scene.grid("f"), [rows, columns] = scene.facts.filter;
  const cells = [lit("spread", row, column, "here")], kind = spread.kind(row, column);
  let count = 0;
  for (let a = 0; a < rows; a++)
    for (let c = 0; c < columns; c++) {
      const r = row - a, s = column - c;
      if (r < 0 || s < 0 || r >= z.rows || s >= z.columns) continue;
      cells.push(lit("z", r, s, "reads", number(f.at(a, c))), lit("f", a, c, "weight"));
      count++;
    }
  if (kind === INSERTED) return { cells, sum: [], words: "An inserted zero: it keeps the stamps b cells apart." };
  if (kind === PADDING) return { cells, sum: [], words: "A zero of the frame: it lets the flipped filter reach the edge cells." };
  const i = scene.table("spread_rows").data.indexOf(row), j = scene.table("spread_columns").data.indexOf(column);
  return { cells, sum: [], words: `I(${i}, ${j}) = ${number(spread.at(row, column))} is collected by ${plural(count, "cell")} of z: the same cells that it stamps.` };
}

function flippedCell(scene, { row, column }) {
  const f = scene.grid("f"), [rows, columns] = scene.facts.filter;
  return {
    cells: [lit("f", row, column, "here")], sum: [],
    words: `This is w(${rows - 1 - row}, ${columns - 1 - column}) = ${number(f.at(row, column))}: the filter is flipped left-right and top-bottom.`,
  };
}

// --- count weights: the small map has `outgoing` and `incoming`, the large one `counts` and `fed` ---

const SMALL = { outgoing: "incoming", incoming: "outgoing" }, LARGE = { counts: "fed", fed: "counts" };

function smallCell(scene, { grid, row, column }) {
  const own = scene.grid(grid).at(row, column), large = grid === "outgoing" ? "counts" : "fed", [top, left] = scene.facts.padding;
  const cells = [lit(grid, row, column, "here"), lit(SMALL[grid], row, column, "reads")];
  for (const { r, c } of stampOf(scene, row, column)) if (keeps(scene, r, c)) cells.push(lit(large, r - top, c - left));
  const words = grid === "outgoing"
    ? `Expanding: I(${row}, ${column}) reaches ${plural(own, "cell")} of z.`
    : `Shrinking: output (${row}, ${column}) reads ${plural(own, "cell")} of the large map.`;
  return { cells, sum: [], words: `${words} Its twin in the other layer counts ${number(scene.grid(SMALL[grid]).at(row, column))}.` };
}

function largeCell(scene, { grid, row, column }) {
  const own = scene.grid(grid).at(row, column), small = grid === "counts" ? "outgoing" : "incoming", [top, left] = scene.facts.padding;
  const cells = [lit(grid, row, column, "here"), lit(LARGE[grid], row, column, "reads")];
  for (const { k, l } of stampsOn(scene, row + top, column + left)) cells.push(lit(small, k, l));
  const words = grid === "counts"
    ? `Expanding: z(${row}, ${column}) lies under ${plural(own, "stamp")}.`
    : `Shrinking: cell (${row}, ${column}) is read by ${plural(own, "output")}.`;
  return { cells, sum: [], words: `${words} Its twin in the other layer counts ${number(scene.grid(LARGE[grid]).at(row, column))}.` };
}

const FACES = {
  stamp: { y: stampingCell, w: weightCell, z: summedCell },
  collect: { spread: spreadCell, f: flippedCell, z: collectingCell },
  count: { outgoing: smallCell, incoming: smallCell, counts: largeCell, fed: largeCell },
};

export const light = (scene, at) => FACES[scene.facts.face][at.grid](scene, at);

export default { render: (context) => openBoard(context, { light }) };
