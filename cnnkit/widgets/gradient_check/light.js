// GradientCheckExplorer: three grids of one gradient, and the U curve below them.

const SUPERSCRIPTS = Object.fromEntries([..."-0123456789"].map((digit, k) => [digit, "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"[k]]));

export function tenTo(exponent) {
  return `10${[...String(exponent)].map((digit) => SUPERSCRIPTS[digit] ?? "·").join("")}`;
}

// 0.75, 3.2·10⁻¹¹
export function power(value) {
  if (value === 0 || (value >= 0.01 && value < 1000)) return number(value);
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return `${number(value / 10 ** exponent, 1)}·${tenTo(exponent)}`;
}

const exact = (value) => number(value, 10).replace(/(\.\d*?)0+$/, "$1");

export function light(scene, { row, column }) {
  const cells = ["analytic", "numeric", "error"].map((grid) => ({ grid, row, column, role: grid === "error" ? "here" : "reads" }));
  const analytic = scene.grid("analytic").at(row, column), numeric = scene.grid("numeric").at(row, column);
  const error = scene.table("error").at(row, column), kink = scene.table("kinks").at(row, column);
  const sum = [
    { text: "|" }, { text: exact(analytic), role: "reads" }, { text: " − " },
    { text: numeric < 0 ? `(${exact(numeric)})` : exact(numeric), role: "reads" },
    { text: "| = " }, { text: power(error), role: "result" },
  ];
  const why = kink ? " Within ε some z crosses the kink of relu: do not blame the gradient." : "";
  return { cells, sum, words: `${scene.facts.variable}(${row}, ${column}): gradient and differences are ${power(error)} apart.${why}` };
}

// log error over log ε, both rising to the right and up; returns the points in pixels
export function curve(exponents, worst, { width, height, left, top = 28, bottom, low = -16, high = 1 }) {
  const points = [];
  exponents.forEach((x, k) => {
    if (Number.isNaN(worst[k])) return;
    const y = Math.min(high, Math.max(low, Math.log10(Math.max(worst[k], 1e-300))));
    points.push([
      left + ((x - exponents[0]) / (exponents.at(-1) - exponents[0])) * (width - left - 16),
      height - bottom - ((y - low) / (high - low)) * (height - bottom - top),
    ]);
  });
  return points;
}

function panel(scene, element) {
  const exponents = Array.from(scene.table("exponents").data), worst = Array.from(scene.table("worst").data);
  const frame = { width: 560, height: 176, left: 64, bottom: 36 };
  const points = curve(exponents, worst, frame);
  const place = (x, y) => curve([exponents[0], x, exponents.at(-1)], [1, 10 ** y, 1], frame)[1];
  const lines = [-15, -10, -5, 0].map((y) => {
    const [, py] = place(exponents[0], y);
    return `<line x1="${frame.left}" x2="${frame.width - 16}" y1="${py}" y2="${py}" class="ck-rule"/>`
      + `<text x="${frame.left - 8}" y="${py + 4}" text-anchor="end">${tenTo(y)}</text>`;
  });
  const ticks = [-12, -9, -6, -3].map((x) => {
    const [px] = place(x, 0);
    return `<text x="${px}" y="${frame.height - 18}" text-anchor="middle">${tenTo(x)}</text>`;
  });
  const index = exponents.findIndex((x) => Math.abs(x - scene.facts.exponent) < 1e-9);
  const now = index >= 0 && !Number.isNaN(worst[index]) ? place(exponents[index], Math.log10(Math.max(worst[index], 1e-300))) : null;
  const dot = now ? `<circle cx="${now[0]}" cy="${now[1]}" r="5.5" class="ck-now"/>` : "";
  const best = worst.reduce((low, value, k) => (value < worst[low] || Number.isNaN(worst[low]) ? k : low), 0);
  element.innerHTML = `<svg class="ck-curve" role="img" viewBox="0 0 ${frame.width} ${frame.height}" width="${frame.width}" height="${frame.height}"
    aria-label="Largest error over epsilon: smallest, ${power(worst[best])}, at 10 to the power ${exponents[best]}; now ${index >= 0 ? power(worst[index]) : "unknown"}.">
    ${lines.join("")}${ticks.join("")}
    <text x="${(frame.left + frame.width) / 2}" y="${frame.height - 2}" text-anchor="middle">ε</text>
    <text x="${frame.left}" y="12">largest error away from kinks</text>
    <polyline points="${points.map((p) => p.join()).join(" ")}"/>${dot}</svg>`;
}

export default { render: (context) => openBoard(context, { light, panel }) };
