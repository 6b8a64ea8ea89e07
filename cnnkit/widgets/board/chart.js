// Line charts: one frame, axes, lines and labels for every panel that draws a curve.

const LINE_HEIGHT = 16; // pixels between two labels

export const svgText = (x, y, words, anchor = "middle", name = "") =>
  svgNode("text", { x, y, "text-anchor": anchor, ...(name ? { class: name } : {}) }, words);

// from values to pixels; what lies outside the ends stays at the edge
export function axisScale({ low, high, log = false }, from, to) {
  const by = log ? Math.log10 : Number, first = by(low), reach = by(high) - first || 1;
  return (value) => from + ((by(Math.min(high, Math.max(low, value))) - first) / reach) * (to - from);
}

// powers of ten between two ends, at most `most`, as [value, text]
export function tenTicks(low, high, most = 5) {
  const first = Math.ceil(Math.log10(low) - 1e-9), last = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / most)), ticks = [];
  for (let e = first; e <= last; e += every) ticks.push([10 ** e, powerText(e)]);
  return ticks;
}

// a power of ten as an axis says it: 0.001, 1e−5
export const powerText = (e) => (e < -4 ? number : precise)(10 ** e);

// names at the ends of lines: those that would overlap share the way around their middle, above the floor
export function spaced(places, least = LINE_HEIGHT, floor = Infinity) {
  const order = places.map((_, k) => k).sort((a, b) => places[a] - places[b]), blocks = [];
  for (const k of order) {
    let block = { names: [k], first: places[k] };
    for (let above; (above = blocks.at(-1)) && above.first + above.names.length * least > block.first; ) {
      const names = [...blocks.pop().names, ...block.names];
      const first = names.reduce((sum, name, n) => sum + places[name] - n * least, 0) / names.length;
      block = { names, first: Math.min(first, floor - (names.length - 1) * least) };
    }
    blocks.push(block);
  }
  const moved = [];
  for (const { names, first } of blocks) names.forEach((name, n) => (moved[name] = first + n * least));
  return moved;
}

// points of a line as an attribute; nan is left out, infinities stay at the edge
export const linePoints = (points, x, y) => points.filter((point) => !point.some(Number.isNaN))
  .map(([a, b]) => `${x(a).toFixed(1)},${y(b).toFixed(1)}`).join(" ");

// Fill an <svg> with a chart and return its scales.
//   x, y: {low, high, log, ticks: [[value, text]], title}   lines: [{points, name, label, dots}]
//   title; band: {to, words} from the floor up; guide: an x; dot: [x, y]; about: the chart in words
export function drawChart(svg, { width, height, margin, x, y, title = "", lines, band, guide, dot, about }) {
  const right = width - margin.right, floor = height - margin.bottom;
  const across = axisScale(x, margin.left, right), up = axisScale(y, floor, margin.top), parts = [];
  if (band) {
    const top = up(band.to);
    parts.push(svgNode("rect", { class: "ck-band", x: margin.left, width: right - margin.left, y: top, height: Math.max(1, floor - top) }),
      svgText(right + 6, Math.min(floor, top + 12), band.words, "start"));
  }
  for (const [value, words] of y.ticks)
    parts.push(svgNode("line", { class: "ck-rule", x1: margin.left, x2: right, y1: up(value), y2: up(value) }), svgText(margin.left - 8, up(value) + 4, words, "end"));
  for (const [value, words] of x.ticks) parts.push(svgText(across(value), floor + 18, words));
  if (title) parts.push(svgText(margin.left, 14, title, "start", "ck-title"));
  if (x.title) parts.push(svgText((margin.left + right) / 2, height - 4, x.title));
  if (guide !== undefined) parts.push(svgNode("line", { x1: across(guide), x2: across(guide), y1: margin.top, y2: floor, class: "ck-at" }));
  for (const { points, name, dots } of lines) {
    parts.push(svgNode("polyline", { class: name, points: linePoints(points, across, up) }));
    if (dots) parts.push(...points.map(([a, b]) => svgNode("circle", { class: `ck-dot ${name}-dot`, cx: across(a), cy: up(b), r: 2 })));
  }
  const named = lines.filter(({ label }) => label), ends = spaced(named.map(({ points }) => up(points.at(-1)[1])), LINE_HEIGHT, floor);
  parts.push(...named.flatMap(({ name, label }, k) => [
    svgNode("line", { class: `${name} ck-sample`, x1: right + 6, x2: right + 24, y1: ends[k], y2: ends[k] }), svgText(right + 30, ends[k] + 4, label, "start"),
  ])); // each with a piece of its line: where ends meet, their order says nothing
  const now = svgNode("circle", { class: "ck-now", r: 5 });
  svg.replaceChildren(...parts, now);
  for (const [name, value] of Object.entries({ class: "ck-curve", role: "img", width, height, viewBox: `0 0 ${width} ${height}`, "aria-label": about })) svg.setAttribute(name, value);
  const drawn = { x: across, y: up, mark: (point) => markPoint(now, point, across, up) };
  drawn.mark(dot);
  return drawn;
}

// the dot of a chart: on a point, or nowhere
function markPoint(now, point, x, y) {
  const seen = point && !point.some(Number.isNaN);
  now.setAttribute("visibility", seen ? "visible" : "hidden");
  if (seen) now.setAttribute("cx", x(point[0])), now.setAttribute("cy", y(point[1]));
}
