// Line charts: one frame, axes, lines and labels for every panel that draws a curve.

const SVG_SPACE = "http://www.w3.org/2000/svg";
const LINE_HEIGHT = 16; // pixels between two labels

export function svgNode(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG_SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

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

// heights of labels, moved apart around their middle where they would overlap
export function keptApart(places, least = LINE_HEIGHT) {
  const order = places.map((place, k) => [place, k]).sort((a, b) => a[0] - b[0]), moved = [...places];
  for (let k = 1; k < order.length; k++) {
    const a = order[k - 1][1], b = order[k][1], lack = least - (moved[b] - moved[a]);
    if (lack > 0) [moved[a], moved[b]] = [moved[a] - lack / 2, moved[b] + lack / 2];
  }
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
    if (dots) parts.push(...points.map(([a, b]) => svgNode("circle", { class: "ck-dot", cx: across(a), cy: up(b), r: 2 })));
  }
  const named = lines.filter(({ label }) => label), ends = keptApart(named.map(({ points }) => up(points.at(-1)[1])));
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
