// Drawing one grid of cells on a canvas: values and kinds once per picture, lights per frame.

const GUTTER = { left: 22, top: 20, far: 8 };
const NUMBER_FONT = 13, SMALL_FONT = 12;
// roles differ in shape too: thick, thin, dotted (round ends), dashed
const LINE = { here: 3, reads: 2, weight: 3, predicted: 2 };

export class GridView {
  constructor(document, onPlace, signal) {
    this.element = document.createElement("figure");
    this.element.className = "ck-grid";
    this.caption = document.createElement("figcaption");
    this.canvas = document.createElement("canvas");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-roledescription", "grid of cells");
    this.under = document.createElement("div");
    this.under.className = "ck-size";
    this.element.append(this.caption, this.canvas, this.under);
    this.still = document.createElement("canvas"); // values, drawn once per picture
    this.listen(onPlace, signal);
  }

  listen(onPlace, signal) {
    const point = (event, how) => {
      const box = this.canvas.getBoundingClientRect();
      const x = event.clientX - box.left - GUTTER.left, y = event.clientY - box.top - GUTTER.top;
      const cell = cellAt(x, y, this.size, this.data.rows, this.data.columns);
      if (cell) onPlace({ grid: this.data.id, ...cell }, how);
    };
    this.canvas.addEventListener("pointermove", (event) => {
      if (this.grip) this.pull(event, onPlace);
      else point(event, "hover");
    }, { signal });
    this.canvas.addEventListener("pointerdown", (event) => {
      point(event, "press");
      this.grip = this.data.editable && event.button === 0 ? this.take(event) : null;
    }, { signal });
    for (const name of ["pointerup", "pointercancel"])
      this.canvas.addEventListener(name, () => (this.grip = null), { signal });
    this.canvas.addEventListener("dblclick", (event) => point(event, "edit"), { signal });
  }

  // a value is taken by the hand: up is more, down is less, one step for every 12 pixels
  take(event) {
    const box = this.canvas.getBoundingClientRect();
    const cell = cellAt(event.clientX - box.left - GUTTER.left, event.clientY - box.top - GUTTER.top, this.size, this.data.rows, this.data.columns);
    if (!cell || this.data.kind(cell.row, cell.column) !== CELL) return null;
    this.canvas.setPointerCapture(event.pointerId);
    return { ...cell, from: event.clientY, value: this.data.at(cell.row, cell.column), steps: 0 };
  }

  pull(event, onPlace) {
    const steps = Math.round((this.grip.from - event.clientY) / 12), { row, column, value } = this.grip;
    if (steps === this.grip.steps) return;
    this.grip.steps = steps;
    onPlace({ grid: this.data.id, row, column }, "drag", value + steps * stepOf(this.data));
  }

  show(data, size, look) {
    this.data = data;
    this.size = size;
    this.canvas.id = `${look.id}-${data.id}`;
    this.canvas.dataset.grid = data.id;
    const name = document.createElement("b");
    name.textContent = data.name;
    const title = document.createElement("span");
    title.textContent = data.title;
    this.caption.replaceChildren(name, title);
    if (data.trouble) {
      const trouble = document.createElement("span");
      trouble.className = "ck-trouble";
      trouble.textContent = data.trouble;
      this.caption.append(trouble);
    }
    this.under.replaceChildren(...sizeAndRange(data, look));
    const width = GUTTER.left + data.columns * size + GUTTER.far, height = GUTTER.top + data.rows * size + GUTTER.far;
    for (const canvas of [this.canvas, this.still]) {
      canvas.width = Math.round(width * look.ratio);
      canvas.height = Math.round(height * look.ratio);
    }
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.drawStill(look, null);
  }

  get values() {
    return this.frame?.values ?? this.data.values;
  }

  // nothing is drawn there: no cell, or one that the walk has not reached
  empty(k) {
    return (this.data.kinds && this.data.kinds[k] === BLANK) || (this.frame && k > this.frame.last);
  }

  // what does not follow the pointer; `frame` replaces the values while a walk is under way
  drawStill(look, frame) {
    this.frame = frame;
    const context = this.still.getContext("2d");
    context.setTransform(look.ratio, 0, 0, look.ratio, 0, 0);
    context.clearRect(0, 0, this.still.width, this.still.height);
    context.translate(GUTTER.left, GUTTER.top);
    if (this.data.numbered) this.drawNumbered(context, look);
    else this.drawPixels(context, look);
  }

  // where the colour of a cell stands in the tables, or -1 for none
  colourOf(k) {
    const tint = this.data.tints?.[k] ?? -1;
    return tint >= 0 ? tintPlace(tint) : shade(this.data.scale, this.values[k], this.data.top, this.data.bottom);
  }

  drawPixels(context, look) {
    const { rows, columns, hatched, kinds } = this.data;
    const image = new ImageData(columns, rows);
    for (let k = 0; k < rows * columns; k++) {
      const place = this.colourOf(k);
      const nothing = place < 0 || this.empty(k) || (kinds && kinds[k] === PADDING);
      for (let c = 0; c < 3; c++) image.data[4 * k + c] = look.colours[place + c];
      image.data[4 * k + 3] = nothing ? 0 : 255;
    }
    const small = document.createElement("canvas");
    small.width = columns;
    small.height = rows;
    small.getContext("2d").putImageData(image, 0, 0);
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, columns * this.size, rows * this.size);
    context.strokeStyle = look.border;
    context.lineWidth = 1;
    context.strokeRect(-0.5, -0.5, columns * this.size + 1, rows * this.size + 1);
    if (hatched) {
      for (let k = 0; k < rows * columns; k++)
        if (hatched[k]) this.hatch(context, k, "rgba(128,128,128,.85)");
    }
    if (this.data.crossed) this.eachFlag("crossed", (k) => this.cross(context, k));
  }

  drawNumbered(context, look) {
    const { rows, columns, hatched } = this.data;
    const size = this.size;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let k = 0; k < rows * columns; k++) {
      const x = (k % columns) * size, y = Math.floor(k / columns) * size, value = this.values[k];
      const kind = this.data.kinds ? this.data.kinds[k] : CELL;
      if (kind === PADDING || kind === INSERTED) {
        this.dot(context, x + size / 2, y + size / 2, kind, look);
        continue;
      }
      if (this.data.trouble) {
        context.strokeStyle = look.border;
        context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
        this.cross(context, k);
      }
      if (this.empty(k)) continue;
      let face = look.face, text = look.text;
      if (kind === CELL) {
        const place = this.colourOf(k);
        if (place >= 0) {
          const [r, g, b] = look.colours.subarray(place, place + 3);
          face = `rgb(${r},${g},${b})`;
          text = ink(r, g, b);
        }
      }
      context.fillStyle = face;
      context.fillRect(x + 0.5, y + 0.5, size - 1, size - 1);
      context.setLineDash(kind === CROPPED ? [3, 3] : []);
      context.strokeStyle = kind === CROPPED ? look.muted : look.border;
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
      context.setLineDash([]);
      if (hatched?.[k]) this.hatch(context, k, text === "#ffffff" ? "rgba(255,255,255,.55)" : "rgba(90,90,90,.6)");
      if (this.data.crossed?.[k]) this.cross(context, k);
      context.fillStyle = kind === CROPPED ? look.muted : text;
      this.write(context, number(value), x + size / 2, y + size / 2, face, hatched?.[k] || this.data.crossed?.[k]);
    }
    this.eachFlag("dashed", (k) => this.dashed(context, k));
    this.eachFlag("flagged", (k) => this.flag(context, k));
  }

  write(context, text, x, y, face, boxed) {
    context.font = `${NUMBER_FONT}px ${this.font ?? "sans-serif"}`;
    let width = context.measureText(text).width;
    if (width > this.size - 8) {
      context.font = `${SMALL_FONT}px ${this.font ?? "sans-serif"}`;
      width = context.measureText(text).width;
    }
    if (boxed) { // a number on hatching or on a cross keeps a clear background
      const colour = context.fillStyle;
      context.fillStyle = face;
      context.fillRect(x - width / 2 - 2, y - 8, width + 4, 16);
      context.fillStyle = colour;
    }
    context.fillText(text, x, y + 1);
  }

  dot(context, x, y, kind, look) {
    context.beginPath();
    context.arc(x, y, kind === PADDING ? 2 : 5, 0, 2 * Math.PI);
    if (kind === PADDING) {
      context.fillStyle = look.muted;
      context.fill();
    } else {
      context.strokeStyle = look.muted;
      context.lineWidth = 1.5;
      context.stroke();
    }
  }

  eachFlag(name, act) {
    const flags = this.data[name];
    if (flags) for (let k = 0; k < flags.length; k++) if (flags[k]) act(k);
  }

  corner(k) {
    return [(k % this.data.columns) * this.size, Math.floor(k / this.data.columns) * this.size];
  }

  hatch(context, k, colour) {
    const [x, y] = this.corner(k), size = this.size;
    context.save();
    context.beginPath();
    context.rect(x, y, size, size);
    context.clip();
    context.strokeStyle = colour;
    context.lineWidth = size < 12 ? 1 : 1.4;
    context.beginPath();
    const step = size < 12 ? Math.max(3, size) : 8;
    for (let d = -size; d < size; d += step) {
      context.moveTo(x + d, y + size);
      context.lineTo(x + d + size, y);
    }
    context.stroke();
    context.restore();
  }

  cross(context, k) {
    const [x, y] = this.corner(k), far = this.size - 4;
    for (const [colour, width] of [["#ffffff", 4], ["#D55E00", 2]]) {
      context.strokeStyle = colour;
      context.lineWidth = this.size < 12 ? width / 2 : width;
      context.beginPath();
      context.moveTo(x + 4, y + 4);
      context.lineTo(x + far, y + far);
      context.moveTo(x + far, y + 4);
      context.lineTo(x + 4, y + far);
      context.stroke();
    }
  }

  // a small triangle in the upper right corner
  flag(context, k) {
    const [x, y] = this.corner(k), far = x + this.size - 3;
    context.beginPath();
    context.moveTo(far - 10, y + 3);
    context.lineTo(far, y + 3);
    context.lineTo(far, y + 13);
    context.closePath();
    context.fillStyle = "#D55E00";
    context.strokeStyle = "#ffffff";
    context.lineWidth = 1;
    context.fill();
    context.stroke();
  }

  dashed(context, k) {
    const [x, y] = this.corner(k);
    context.setLineDash([5, 3]);
    context.lineWidth = 2;
    context.strokeStyle = "#CC79A7";
    context.strokeRect(x + 3, y + 3, this.size - 6, this.size - 6);
    context.setLineDash([]);
  }

  // lights of this grid: outlines by role, small labels, row and column number of the cursor
  draw(look, cells, at, focused) {
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.drawImage(this.still, 0, 0);
    context.setTransform(look.ratio, 0, 0, look.ratio, 0, 0);
    context.translate(GUTTER.left, GUTTER.top);
    for (const role of ["predicted", "reads", "weight", "here"]) {
      const lit = cells.filter((cell) => cell.role === role);
      if (lit.length) this.outline(context, lit, role, look);
    }
    for (const cell of cells) if (cell.badge && this.size >= 28) this.badge(context, cell, look);
    if (at) this.rulers(context, at, look);
    if (focused) {
      context.strokeStyle = look.brand;
      context.lineWidth = 2;
      context.strokeRect(-4, -4, this.data.columns * this.size + 8, this.data.rows * this.size + 8);
    }
  }

  outline(context, cells, role, look) {
    const edges = rim(cells), thin = this.size < 12;
    for (const [colour, extra] of [["#ffffff", 2], [look.roles[role], 0]]) {
      context.strokeStyle = colour;
      context.lineWidth = (thin ? 2 : LINE[role]) + extra;
      context.lineCap = role === "weight" ? "round" : "square";
      context.setLineDash(role === "predicted" ? [5, 4] : role === "weight" && !extra && !thin ? [0.1, 5] : []);
      context.beginPath();
      for (const [x0, y0, x1, y1] of edges) {
        context.moveTo(x0 * this.size, y0 * this.size);
        context.lineTo(x1 * this.size, y1 * this.size);
      }
      context.stroke();
    }
    context.setLineDash([]);
  }

  // a small label on the lower edge of a cell, on its own ground so that it reads on any colour
  badge(context, cell, look) {
    context.font = `${SMALL_FONT}px ${this.font ?? "sans-serif"}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const x = (cell.column + 0.5) * this.size, y = (cell.row + 1) * this.size - 5;
    const width = context.measureText(cell.badge).width + 6;
    context.fillStyle = look.ground;
    context.fillRect(x - width / 2, y - 7, width, 14);
    context.strokeStyle = look.roles[cell.role];
    context.lineWidth = 1;
    context.strokeRect(x - width / 2, y - 7, width, 14);
    context.fillStyle = look.text;
    context.fillText(cell.badge, x, y + 1);
  }

  rulers(context, at, look) {
    const [row, column] = this.data.placeOf(at.row, at.column);
    context.font = `${SMALL_FONT}px ${this.font ?? "sans-serif"}`;
    context.fillStyle = look.text;
    context.textBaseline = "middle";
    context.textAlign = "right";
    context.fillText(String(row).replace("-", "−"), -8, (at.row + 0.5) * this.size);
    context.textAlign = "center";
    context.fillText(String(column).replace("-", "−"), (at.column + 0.5) * this.size, -12);
  }

  // centre of a cell in the coordinates of the page, for arrows
  centre(row, column) {
    const box = this.canvas.getBoundingClientRect();
    return [
      box.left + GUTTER.left + (column + 0.5) * this.size,
      box.top + GUTTER.top + (row + 0.5) * this.size,
    ];
  }
}

// what one step changes: 1 among integers, else a tidy share of the range
export function stepOf(data) {
  if (data.values.every((value) => Number.isInteger(value))) return 1;
  return 10 ** Math.floor(Math.log10(data.top / 5));
}

// "3 × 3" and, for coloured values, a bar with its ends
function sizeAndRange(data, look) {
  const size = document.createElement("span");
  size.textContent = `${data.rows} × ${data.columns}`;
  if (data.scale === "plain") return [size];
  const bar = document.createElement("span");
  bar.className = "ck-bar";
  const stops = [...Array(9).keys()].map((k) => {
    const place = shade(data.scale, data.scale === "signed" ? k / 4 - 1 : k / 8, 1);
    return `rgb(${look.colours.subarray(place, place + 3).join(",")})`;
  });
  bar.style.background = `linear-gradient(to right, ${stops.join(",")})`;
  const ends = [data.scale === "signed" ? -data.top : data.bottom, data.top].map((end) => {
    const text = document.createElement("span");
    text.textContent = number(end);
    return text;
  });
  return [size, ends[0], bar, ends[1]];
}
