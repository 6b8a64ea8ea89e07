// ConvExplorer: what a cell of each grid lights up, on every face of the sum.

// outputs that read a padded cell: [{i, j, p, q}], in row order
export function readersOf(scene, row, column) {
  const found = [];
  scene.table("row_readers").row(row).forEach((i, p) => {
    if (i >= 0) scene.table("column_readers").row(column).forEach((j, q) => {
      if (j >= 0) found.push({ i, j, p, q });
    });
  });
  return found.sort((a, b) => a.i - b.i || a.j - b.j);
}

// padded cells that an output reads: [{r, c, p, q}]
export function tapsOf(scene, i, j) {
  return scene.table("row_taps").row(i).flatMap((r, p) =>
    scene.table("column_taps").row(j).map((c, q) => ({ r, c, p, q })));
}

const indexOf = (id) => id.replace(/^[a-z]+/, "");
const lit = (grid, row, column, role = "reads", badge = "") => ({ grid, row, column, role, badge });
const span = (numbers) => {
  const low = Math.min(...numbers), high = Math.max(...numbers);
  return (low === high ? `${low}` : `${low} to ${high}`).replaceAll("-", "−");
};
const plural = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

// the learner's number beside the package's, where they differ
function verdict(scene, row, column, shown) {
  const truth = scene.table("truth");
  if (!truth) return "";
  const right = truth.at(row, column);
  return Math.abs(right - shown) > 1e-6 * Math.max(1, Math.abs(right))
    ? ` The package has ${number(right)}, yours is ${number(shown)}.`
    : " Yours agrees.";
}

function total(scene, row, column, shown) {
  const truth = scene.table("truth");
  return number(truth ? truth.at(row, column) : shown);
}

// --- forward ---

function outputCell(scene, { row, column }) {
  const z = scene.grid("z"), taps = tapsOf(scene, row, column), cells = [lit("z", row, column, "here")], terms = [];
  let padded = false;
  for (const y of scene.maps("y")) {
    const w = scene.grid(`w${indexOf(y.id)}`);
    for (const { r, c, p, q } of taps) {
      cells.push(lit(y.id, r, c), lit(w.id, p, q, "weight"));
      terms.push(pair(y.at(r, c), w.at(p, q)));
      padded ||= y.kind(r, c) === PADDING;
    }
  }
  const y = scene.grid("y0"), bias = scene.facts.bias[scene.facts.n], shown = z.at(row, column);
  const [top, left] = y.placeOf(taps[0].r, taps[0].c), [bottom, right] = y.placeOf(taps.at(-1).r, taps.at(-1).c);
  const sum = sumOf(terms, total(scene, row, column, shown), {
    head: `z(${z.label(row, column)}) = `, tail: [{ text: `${number(bias)} (bias)` }],
  });
  const frame = padded ? " Some of these cells are padding, 0." : "";
  return {
    cells, sum,
    words: `z(${z.label(row, column)}) reads rows ${span([top, bottom])}, columns ${span([left, right])} of Y.${frame}${verdict(scene, row, column, shown)}`,
  };
}

function inputCell(scene, { grid, row, column }) {
  const y = scene.grid(grid), w = scene.grid(`w${indexOf(grid)}`), z = scene.grid("z");
  const cells = [lit(grid, row, column, "here")], readers = readersOf(scene, row, column);
  const name = `Y(${y.label(row, column)})`;
  if (!readers.length) return { cells, sum: [], words: `${name} = ${number(y.at(row, column))} is never read: it changes no output, and its gradient is 0.` };
  for (const { i, j, p, q } of readers)
    cells.push(lit("z", i, j, "reads", number(w.at(p, q))), lit(w.id, p, q, "weight"));
  const sum = readers.slice(0, 9).flatMap(({ i, j, p, q }, k) => [
    { text: k ? ",  " : `${name} goes ` },
    { text: `to z(${z.label(i, j)})`, role: "reads" },
    { text: " by " },
    { text: `w(${p}, ${q}) = ${number(w.at(p, q))}`, role: "weight" },
  ]);
  if (readers.length > 9) sum.push({ text: `,  and ${readers.length - 9} more` });
  const padding = y.kind(row, column) === PADDING ? " is a cell of the padding, always 0; it" : ` = ${number(y.at(row, column))}`;
  return { cells, sum, words: `${name}${padding} affects ${plural(readers.length, "output")}.` };
}

function weightCell(scene, { grid, row, column }) {
  const w = scene.grid(grid), z = scene.grid("z"), cells = [lit(grid, row, column, "here")];
  const y = scene.grid(`y${indexOf(grid)}`);
  for (let i = 0; i < z.rows; i++)
    for (let j = 0; j < z.columns; j++)
      cells.push(lit(y.id, scene.table("row_taps").at(i, row), scene.table("column_taps").at(j, column)), lit("z", i, j, "weight"));
  return { cells, sum: [], words: `w(${row}, ${column}) = ${number(w.at(row, column))} is used for all ${z.rows * z.columns} outputs, each time on another cell of Y.` };
}

// --- dY ---

const gradientName = (grid, row, column) => `dY(${grid.label(row, column)})`;

function gradientCell(scene, { row, column }) {
  const dy = scene.grid("dy"), shown = dy.at(row, column);
  const cells = [lit("dy", row, column, "here")], terms = [], arrows = [];
  for (const dz of scene.maps("dz")) {
    const w = scene.grid(`w${indexOf(dz.id)}`);
    for (const { i, j, p, q } of readersOf(scene, row, column)) {
      cells.push(lit(dz.id, i, j, "reads", number(w.at(p, q))), lit(w.id, p, q, "weight"));
      terms.push(pair(dz.at(i, j), w.at(p, q)));
      arrows.push({ from: { grid: dz.id, row: i, column: j }, to: { grid: "dy", row, column } });
    }
  }
  return { cells, arrows: arrows.length <= 12 ? arrows : [], ...gradientWords(scene, dy, row, column, shown, terms, "fed") };
}

function gradientWords(scene, dy, row, column, shown, terms, verb) {
  const name = gradientName(dy, row, column), sum = sumOf(terms, total(scene, row, column, shown), { head: `${name} = ` });
  const cropped = dy.kind(row, column) === CROPPED ? " This cell belongs to the padding: it is cropped." : "";
  if (!terms.length) return { sum, words: `${name} is 0: no output reads this cell.${cropped}` };
  const means = verb === "fed" ? `The cell fed ${plural(terms.length, "output")}` : `The patch holds ${plural(terms.length, "cell")} of dz`;
  return { sum, words: `${means}.${cropped}${verdict(scene, row, column, shown)}` };
}

function stampCell(scene, { grid, row, column }) {
  const dz = scene.grid(grid), w = scene.grid(`w${indexOf(grid)}`), value = dz.at(row, column);
  const cells = [lit(grid, row, column, "here")], taps = tapsOf(scene, row, column);
  for (const { r, c, p, q } of taps)
    cells.push(lit("dy", r, c, "reads", number(w.at(p, q))), lit(w.id, p, q, "weight"));
  const dy = scene.grid("dy"), first = dy.placeOf(taps[0].r, taps[0].c), last = dy.placeOf(taps.at(-1).r, taps.at(-1).c);
  return {
    cells,
    sum: [{ text: "dY[patch] += " }, { text: `${number(value)}`, role: "here" }, { text: " · " }, { text: "w", role: "weight" }],
    words: `dz(${dz.label(row, column)}) = ${number(value)} stamps ${number(value)} times the filter on rows ${span([first[0], last[0]])}, columns ${span([first[1], last[1]])} of dY.`,
  };
}

function stampingWeight(scene, { grid, row, column }) {
  const dz = scene.grid(`dz${indexOf(grid)}`), w = scene.grid(grid), cells = [lit(grid, row, column, "here")];
  for (let i = 0; i < dz.rows; i++)
    for (let j = 0; j < dz.columns; j++)
      cells.push(lit(dz.id, i, j, "reads"), lit("dy", scene.table("row_taps").at(i, row), scene.table("column_taps").at(j, column), "weight"));
  return { cells, sum: [], words: `w(${row}, ${column}) = ${number(w.at(row, column))} carries every dz to one cell of dY, ${row} rows and ${column} columns into its patch.` };
}

function collectingCell(scene, { row, column }) {
  const dy = scene.grid("dy"), shown = dy.at(row, column), [dr, dc] = scene.facts.dilation, [kh, kw] = scene.facts.filter;
  const cells = [lit("dy", row, column, "here")], terms = [];
  for (const spread of scene.maps("spread")) {
    const f = scene.grid(`f${indexOf(spread.id)}`);
    for (let a = 0; a < kh; a++)
      for (let b = 0; b < kw; b++) {
        const r = row + a * dr, c = column + b * dc;
        cells.push(lit(spread.id, r, c), lit(f.id, a, b, "weight"));
        if (spread.kind(r, c) === CELL) terms.push(pair(spread.at(r, c), f.at(a, b)));
      }
  }
  return { cells, ...gradientWords(scene, dy, row, column, shown, terms, "patch") };
}

function spreadCell(scene, { grid, row, column }) {
  const spread = scene.grid(grid), dy = scene.grid("dy"), f = scene.grid(`f${indexOf(grid)}`);
  const [dr, dc] = scene.facts.dilation, [kh, kw] = scene.facts.filter, cells = [lit(grid, row, column, "here")];
  let count = 0;
  for (let a = 0; a < kh; a++)
    for (let b = 0; b < kw; b++) {
      const r = row - a * dr, c = column - b * dc;
      if (r < 0 || c < 0 || r >= dy.rows || c >= dy.columns) continue;
      cells.push(lit("dy", r, c, "reads", number(f.at(a, b))), lit(f.id, a, b, "weight"));
      count++;
    }
  const kind = spread.kind(row, column);
  if (kind === INSERTED) return { cells, sum: [], words: "An inserted zero: the stride skipped this place on the way forward." };
  if (kind === PADDING) return { cells, sum: [], words: "A zero of the frame: it lets the flipped filter reach the edge cells." };
  const i = scene.table("spread_rows").data[row], j = scene.table("spread_columns").data[column];
  return { cells, sum: [], words: `dz(${i}, ${j}) = ${number(spread.at(row, column))} is collected by ${plural(count, "cell")} of dY.` };
}

function flippedCell(scene, { grid, row, column }) {
  const f = scene.grid(grid), [kh, kw] = scene.facts.filter;
  return {
    cells: [lit(grid, row, column, "here")], sum: [],
    words: `This is w(${kh - 1 - row}, ${kw - 1 - column}) = ${number(f.at(row, column))}: the filter is flipped left-right and top-bottom.`,
  };
}

// --- dW ---

function pairCell(scene, { row, column }) {
  const y = scene.maps("y")[0], dz = scene.maps("dz")[0], dw = scene.grid("dw"), shown = dw.at(row, column);
  const cells = [lit("dw", row, column, "here")], terms = [];
  for (let i = 0; i < dz.rows; i++)
    for (let j = 0; j < dz.columns; j++) {
      const r = scene.table("row_taps").at(i, row), c = scene.table("column_taps").at(j, column);
      cells.push(lit(y.id, r, c), lit(dz.id, i, j, "weight"));
      terms.push(pair(dz.at(i, j), y.at(r, c), "weight", "reads"));
    }
  const sum = sumOf(terms, total(scene, row, column, shown), { head: `dw(${row}, ${column}) = ` });
  return { cells, sum, words: `w(${row}, ${column}) was used ${plural(terms.length, "time")}: one pair of dz and Y for each output.${verdict(scene, row, column, shown)}` };
}

function addingCell(scene, { grid, row, column }) {
  const dz = scene.grid(grid), y = scene.maps("y")[0], added = scene.table("added"), value = dz.at(row, column);
  const cells = [lit(grid, row, column, "here")], sum = [{ text: `dz(${dz.label(row, column)}) = ${number(value)} adds ` }];
  tapsOf(scene, row, column).forEach(({ r, c, p, q }, k) => {
    const share = added ? number(added.at(row, column, p, q)) : "";
    cells.push(lit(y.id, r, c), lit("dw", p, q, "weight", share));
    if (k < 9) sum.push({ text: k ? ", " : "" }, { text: `${product(value, y.at(r, c))}${share ? ` = ${share}` : ""}`, role: "reads" }, { text: ` to dw(${p}, ${q})` });
    if (k === 9) sum.push({ text: ", and so on" });
  });
  return { cells, sum, words: `dz(${dz.label(row, column)}) = ${number(value)} adds ${number(value)} times its patch of Y to all weights.` };
}

function readCell(scene, { grid, row, column }) {
  const y = scene.grid(grid), dz = scene.maps("dz")[0], readers = readersOf(scene, row, column);
  const cells = [lit(grid, row, column, "here")];
  for (const { i, j, p, q } of readers) cells.push(lit(dz.id, i, j, "reads"), lit("dw", p, q, "weight"));
  const name = `Y(${y.label(row, column)}) = ${number(y.at(row, column))}`;
  const words = readers.length
    ? `${name} is in ${plural(readers.length, "pair")}: it met each of these dz through another weight.`
    : `${name} is never read: no weight learns from it.`;
  return { cells, sum: [], words };
}

const FACES = {
  forward: { z: outputCell, y: inputCell, w: weightCell },
  scatter: { dy: gradientCell, dz: stampCell, w: stampingWeight },
  gather: { dy: collectingCell, spread: spreadCell, f: flippedCell },
  dW: { dw: pairCell, dz: addingCell, y: readCell },
};

export const light = (scene, at) => FACES[scene.facts.face][at.grid.replace(/\d+$/, "")](scene, at);

export default { render: (context) => openBoard(context, { light }) };
