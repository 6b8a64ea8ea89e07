// Pure functions about cells: reading arrays, colours, places.  No DOM here, so that `node --test` can
// prove them.

export const CELL = 0, PADDING = 1, INSERTED = 2, BLANK = 3, CROPPED = 4;

// --- arrays as Python packed them: {name: [dtype, shape, offset]} and one block of bytes ---

export function readArrays(header, payload) {
  const arrays = {};
  for (const [name, [dtype, shape, offset]] of Object.entries(header)) {
    const count = shape.reduce((a, b) => a * b, 1);
    const Kind = { "|u1": Uint8Array, "<i4": Int32Array, "<f4": Float32Array, "<f8": Float64Array }[dtype];
    const start = payload.byteOffset + offset;
    // slice() copies to an aligned buffer; a view would refuse an odd byteOffset
    const data = new Kind(payload.buffer.slice(start, start + count * Kind.BYTES_PER_ELEMENT));
    arrays[name] = new Table(data, shape);
  }
  return arrays;
}

export class Table {
  constructor(data, shape) {
    this.data = data;
    this.shape = shape;
  }
  at(...index) {
    let flat = 0;
    for (let k = 0; k < this.shape.length; k++) flat = flat * this.shape[k] + index[k];
    return this.data[flat];
  }
  // the numbers of one row of a two-axis table
  row(k) {
    return Array.from(this.data.subarray(k * this.shape[1], (k + 1) * this.shape[1]));
  }
}

// --- colours ---

export function ink(red, green, blue) {
  const linear = [red, green, blue].map((c) => {
    const share = c / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  // whichever of black and white stands out more has a contrast of at least 4.58
  return luminance + 0.05 > Math.sqrt(0.0525) ? "#000000" : "#ffffff";
}

const TABLES = ["signed", "magnitude", "grey"];

// place of a value in the packed colour tables, or -1 for nan and for a scale without colours
export function shade(scale, value, top, bottom = 0) {
  const table = TABLES.indexOf(scale);
  if (table < 0 || Number.isNaN(value)) return -1;
  const share = scale === "signed" ? (value / top + 1) / 2 : (value - bottom) / (top - bottom);
  return table * 768 + Math.min(255, Math.max(0, Math.round(share * 255))) * 3; // infinities get the last colours
}

// place of one of the nine tints, which stand behind the tables
export function tintPlace(tint) {
  return TABLES.length * 768 + (tint % 9) * 3;
}

// --- places ---

// the size of a cell: a 4-pixel rhythm, 28 to 48 where a number of `widest` pixels must fit
export function cellSize(rows, columns, numbered, widest, room = 360) {
  const longest = Math.max(rows, columns);
  if (numbered) {
    const roomy = longest <= 8 ? 40 : longest <= 12 ? 32 : 28;
    return Math.min(48, Math.max(roomy, Math.ceil((widest + 8) / 4) * 4));
  }
  for (const size of [24, 20, 16, 12, 8, 6, 4, 3, 2]) if (size * longest <= room) return size;
  return 1;
}

export function cellAt(x, y, size, rows, columns) {
  const row = Math.floor(y / size), column = Math.floor(x / size);
  return row >= 0 && column >= 0 && row < rows && column < columns ? { row, column } : null;
}

// the rim of a set of cells: an edge wherever the neighbour does not belong to the set, so a patch
// gets one frame and scattered cells one each; edges are [x0, y0, x1, y1] in cells
export function rim(cells) {
  const far = 65536, inside = new Set(cells.map(({ row, column }) => row * far + column)), edges = [];
  for (const key of inside) {
    const r = Math.floor(key / far), c = key % far;
    if (!inside.has(key - far)) edges.push([c, r, c + 1, r]);
    if (!inside.has(key + far)) edges.push([c, r + 1, c + 1, r + 1]);
    if (c === 0 || !inside.has(key - 1)) edges.push([c, r, c, r + 1]);
    if (!inside.has(key + 1)) edges.push([c + 1, r, c + 1, r + 1]);
  }
  return edges;
}

// where a key moves the cursor, or null if the key means nothing here
export function moved(key, row, column, rows, columns) {
  const last = { row: rows - 1, column: columns - 1 };
  const go = {
    ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
    ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
    Home: [row, 0], End: [row, last.column],
    PageUp: [0, column], PageDown: [last.row, column],
  }[key];
  if (!go) return null;
  return {
    row: Math.min(last.row, Math.max(0, go[0])),
    column: Math.min(last.column, Math.max(0, go[1])),
  };
}

// a number that the learner typed: a comma or a true minus is welcome; NaN when it is none
export function typed(text) {
  const clean = text.trim().replaceAll("−", "-").replace(",", ".");
  return clean === "" ? NaN : Number(clean);
}
