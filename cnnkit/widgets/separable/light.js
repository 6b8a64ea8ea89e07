// SeparableExplorer: what the status line says of the cell in hand, and the table of costs.

const numberOf = (id) => Number(id.match(/\d+/)[0]);

function scannedWords(scene, at) {
  const name = at.grid.replace(/\d+$/, ""), map = numberOf(at.grid), read = beside(scene, at, "s y w", "y");
  const maps = [...new Set(read.map(({ grid }) => grid))];
  return `${name}${map} reads ${block(scene, read.filter(({ grid }) => grid === maps[0]))} of ${maps.join(", ")}.`;
}

const WORDS = {
  y(scene, at) {
    const readers = beside(scene, at, "s y w", "s"), maps = new Set(readers.map(({ grid }) => grid));
    return `${said(scene, at)} is read for ${several(readers.length, "cell")} of ${[...maps].join(", ")}.`;
  },
  w(scene, at) {
    const cells = beside(scene, at, "s y w", "s"), [read] = beside(scene, at, "s y w", "y");
    return `${said(scene, at)} is used for all ${cells.length} cells of ${cells[0].grid}, on ${read.grid} alone.`;
  },
  u: (scene, at) => `${scannedWords(scene, at)} Its number goes into every z, each time with a weight of its own.`,
  v: (scene, at) => `v(${at.row}, ${at.column}) weights u${at.column} in z${at.row}, at every cell: one number for this pair of maps.`,
  z: (scene, at) => (scene.facts.face === "full" ? scannedWords(scene, at)
    : `${scene.place(at)} adds up what lies at this cell in ${several(scene.facts.maps, "map")}, with the weights v(${numberOf(at.grid)}, m).`),
  meets(scene, at) {
    const made = `${scene.facts.face === "full" ? "z" : "u"}${at.row}`, read = `y${at.column}`;
    if (scene.grid("meets").kind(at.row, at.column) === BLANK) return `No filter here: ${made} does not read ${read}.`;
    const drawn = scene.grid(`w${at.row}_${at.column}`) ? "" : " It is not drawn.";
    return `A filter: ${made} reads ${read}.${drawn}`;
  },
};

export const words = (scene, at) => WORDS[at.grid.replace(/[\d_]+$/, "")](scene, at);

// --- the table ---

const HEADS = ["layer", "parameters", "multiply-adds", "of the full layer's", "time", "of the full layer's"];

// a share as a bar; its number stands beside it
function bar(share, words, name) {
  const cell = piece("td", "ck-share"), fill = piece("span", `ck-fill ${name}`);
  fill.style.width = `${Math.min(1, share) * 72}px`;
  fill.setAttribute("aria-hidden", "true");
  cell.append(piece("span", "ck-track", fill), piece("span", "ck-figure", words || "–"));
  return cell;
}

function costRow(row) {
  const head = piece("th", "", row.name), line = piece("tr", row.shown ? "ck-shown" : "", head);
  head.scope = "row";
  if (row.shown) {
    line.setAttribute("aria-current", "true");
    head.append(piece("span", "", " (shown)"));
  }
  line.append(piece("td", "", row.written), piece("td", "", row.multiply_adds), bar(row.bars[0], row.share, "ck-counted"),
    piece("td", "", row.time || "–"), bar(row.bars[1], row.clock, "ck-spent"));
  return line;
}

function panel(scene, element, board) {
  const top = piece("tr", "", ...HEADS.map((words) => {
    const cell = piece("th", "", words);
    cell.scope = "col";
    return cell;
  }));
  const table = piece("table", "ck-table ck-costs", piece("thead", "", top), piece("tbody", "", ...scene.facts.rows.map(costRow)));
  table.setAttribute("aria-label", "what the layers cost");
  element.replaceChildren(table);
  const { state, clock } = scene.facts;
  showRun(board, state, { picked: true }); // the status line speaks of cells
  // but of the clock while it measures, and of what it found as soon as that is there
  if (state === "running" || (board.clock === "running" && state === "ended")) queueMicrotask(() => {
    board.lit.words = clock;
    board.ask();
  });
  board.clock = state;
}

export default { render: (context) => openBoard(context, { words, panel }) };
