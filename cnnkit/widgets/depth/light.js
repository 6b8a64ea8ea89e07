// DepthExplorer: three curves over the layers, and what the status line says of a layer and of a cell.

const CURVE = { width: 346, height: 178, margin: { left: 58, top: 26, bottom: 38, right: 10 } };
const MOST_NINES = 7; // beyond, float32 rounds a cosine to 1

// --- pure parts ---

// the axis of cosines: as far apart as 0.9, 0.99 and 0.999 are
export function nineTicks(low, high) {
  const ticks = [[Math.log10(0.5), "−1"], [0, "0"], ...Array.from({ length: MOST_NINES }, (_, k) => [k + 1, `0.${"9".repeat(k + 1)}`])];
  return ticks.filter(([place]) => place >= low - 1e-6 && place <= high + 1e-6);
}

export const nearly = (cosine) => (Number.isNaN(cosine) ? "unknown, for one of them is 0 everywhere" : cosine > 0.9999 ? "above 0.9999" : number(cosine, cosine > 0.99 ? 4 : 2));

const tableOf = (scene, name) => Array.from(scene.table(name).data);

export function layerWords(scene, layer) {
  const [activation, gradient, cosine] = ["activations", "gradients", "cosines"].map((name) => scene.table(name).data[layer - 1]);
  return `Layer ${layer} of ${scene.facts.layers}: activations ${tiny(activation)}, gradient of its filters ${tiny(gradient)}, cosine of the two images ${nearly(cosine)}.`;
}

function cellWords(scene, at) {
  const map = at.grid.slice(1), [a, b] = ["a", "b"].map((which) => number(scene.grid(which + map).at(at.row, at.column), 4));
  const what = map ? `Cell (${at.row}, ${at.column}) of map ${map}` : `Pixel (${at.row}, ${at.column})`;
  return `${what}: ${a} for A, ${b} for B.`;
}

export const words = (scene, at) => `${layerWords(scene, scene.facts.layer)} ${cellWords(scene, at)}`;

// --- drawing ---

class Curves {
  constructor(element, board) {
    this.board = board;
    this.charts = ["activations", "gradients", "nines"].map((name) => ({ name, svg: svgNode("svg") }));
    element.replaceChildren(piece("div", "ck-depths", ...this.charts.map(({ svg }) => svg)));
    board.body.insertBefore(board.panel, board.scenery); // curves first, then the maps of a layer
    const { signal } = board;
    for (const { svg } of this.charts) {
      svg.addEventListener("pointermove", (event) => this.hover(this.layerAt(svg, event)), { signal });
      svg.addEventListener("pointerleave", () => this.rest(), { signal });
      svg.addEventListener("pointerdown", (event) => this.choose(this.layerAt(svg, event)), { signal });
    }
  }

  layerAt(svg, event) {
    const box = svg.getBoundingClientRect(), { width, margin } = CURVE, { layers } = this.scene.facts;
    const share = ((event.clientX - box.left) * (width / box.width) - margin.left) / (width - margin.left - margin.right);
    return Math.min(layers, Math.max(1, Math.round(1 + share * (layers - 1))));
  }

  // a layer under the pointer is told, and marked on all curves
  hover(layer) {
    this.board.handled = performance.now();
    this.mark(layer);
    this.over = true;
    this.board.lit = { cells: [], words: `${layerWords(this.scene, layer)} Press to see its maps.` };
    this.board.ask();
  }

  rest() {
    this.mark(this.scene.facts.layer);
    if (this.over && this.board.at) this.board.place(this.board.at, "keep");
    this.over = false;
  }

  // arrow keys then go on from there
  choose(layer) {
    const { model, root } = this.board;
    if (layer !== model.get("layer")) {
      model.set("layer", layer);
      model.save_changes();
    }
    setTimeout(() => root.querySelector("[data-control=layer] input")?.focus()); // after the browser has moved the focus itself
  }

  mark(layer) {
    for (const { drawn, values } of this.charts) drawn.mark([layer, values[layer - 1]]);
  }

  show(scene) {
    this.scene = scene;
    this.over = false;
    const { layers, skips, layer } = scene.facts;
    const titles = { activations: "size of activations", gradients: "size of the filters’ gradients", nines: "cosine of the two images" };
    for (const chart of this.charts) {
      const { name } = chart, values = (chart.values = tableOf(scene, name)), points = values.map((value, k) => [k + 1, value]);
      // layers inside a block stand before its sum
      const inside = skips && name !== "gradients" ? points.filter(([l]) => l % 2 === 0) : [];
      const ends = inside.length ? points.filter(([l]) => l % 2 === 1) : points;
      const [low, high] = scene.facts.ends[name], y = name === "nines" ? { low, high, ticks: nineTicks(low, high) } : { low, high, log: true, ticks: tenTicks(low, high) };
      const say = name === "nines" ? (k) => nearly(scene.table("cosines").data[k]) : (k) => tiny(values[k]);
      chart.drawn = drawChart(chart.svg, {
        ...CURVE, title: titles[name], y,
        x: { low: 1, high: layers, ticks: [[1, "1"], [layers, String(layers)]], title: "layer" },
        lines: [{ points: ends, name: "ck-through" }, { points: inside, name: "ck-inside", dots: inside.length > 0 }],
        dot: [layer, values[layer - 1]], guide: layer,
        about: `${titles[name]} by layer: ${say(0)} in layer 1, ${say(layers - 1)} in layer ${layers}; now layer ${layer}, ${say(layer - 1)}.`,
      });
    }
  }
}

function panel(scene, element, board) {
  board.curves ??= new Curves(element, board);
  board.curves.show(scene);
}

export default { render: (context) => openBoard(context, { words, panel }) };
