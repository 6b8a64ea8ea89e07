// An image with joints on it, for explorers of figures.

const SIDE = 64; // pixels of the image
const CROSS = 1.1, DOT = 0.75;

const placesOf = (table) => Array.from({ length: table.shape[0] }, (_, k) => table.row(k));

class Photo {
  constructor(board, side, heading, words) {
    this.board = board;
    this.canvas = document.createElement("canvas");
    this.canvas.width = this.canvas.height = SIDE;
    this.svg = svgNode("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, tabindex: 0, role: "application", "aria-roledescription": "figure with joints" });
    const square = piece("div", "ck-photo-square", this.canvas, this.svg), name = piece("b", "", heading);
    square.style.width = square.style.height = `${side}px`;
    this.element = piece("figure", "ck-photo", piece("figcaption", "", name, piece("span", "", words)), square);
    this.side = side;
  }

  place(event) {
    const box = this.svg.getBoundingClientRect();
    return [((event.clientY - box.top) / this.side) * SIDE, ((event.clientX - box.left) / this.side) * SIDE];
  }

  paint(table) {
    const image = new ImageData(SIDE, SIDE), { colours } = this.board.look;
    table.data.forEach((value, k) => {
      const at = shade("grey", value, 1);
      for (let c = 0; c < 3; c++) image.data[4 * k + c] = colours[at + c];
      image.data[4 * k + 3] = 255;
    });
    this.canvas.getContext("2d").putImageData(image, 0, 0);
  }

  // bones with a light rim, then dots
  skeleton(places, bones, name, dots = true) {
    const line = ([a, b], look) => svgNode("line", { x1: places[a][1], y1: places[a][0], x2: places[b][1], y2: places[b][0], class: look });
    return [
      ...bones.map((bone) => line(bone, "ck-halo")), ...bones.map((bone) => line(bone, name)),
      ...(dots ? places.map(([row, column]) => svgNode("circle", { cx: column, cy: row, r: DOT, class: name })) : []),
    ];
  }

  crosses(places) {
    const path = places.filter((place) => place.every(Number.isFinite)).map(([r, c]) =>
      `M${c - CROSS},${r - CROSS}L${c + CROSS},${r + CROSS}M${c + CROSS},${r - CROSS}L${c - CROSS},${r + CROSS}`).join("");
    return [svgNode("path", { d: path, class: "ck-halo" }), svgNode("path", { d: path, class: "ck-found" })];
  }

  held([row, column]) {
    return [svgNode("circle", { cx: column, cy: row, r: 2, class: "ck-halo" }), svgNode("circle", { cx: column, cy: row, r: 2, class: "ck-held" })];
  }
}
