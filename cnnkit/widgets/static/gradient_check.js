// GradientCheckExplorer: three grids of one gradient, and the U curve below them.

export function power(value) {
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  return `${number(value / 10 ** exponent, 1)}·10^${exponent}`.replaceAll("-", "−");
}

export function light(scene, { row, column }) {
  const cells = ["analytic", "numeric", "error"].map((grid) => ({ grid, row, column, role: grid === "error" ? "here" : "reads" }));
  const analytic = scene.grid("analytic").at(row, column), numeric = scene.grid("numeric").at(row, column);
  const error = scene.table("error").at(row, column), kink = scene.table("kinks").at(row, column);
  const sum = [
    { text: "|" }, { text: number(analytic, 8), role: "reads" }, { text: " − " },
    { text: numeric < 0 ? `(${number(numeric, 8)})` : number(numeric, 8), role: "reads" },
    { text: "| = " }, { text: power(error), role: "result" },
  ];
  const why = kink ? " Within ε some z crosses the kink of relu: do not blame the gradient." : "";
  return { cells, sum, words: `${scene.facts.variable}(${row}, ${column}): gradient and differences are ${power(error)} apart.${why}` };
}

// log error over log ε, both rising to the right and up; returns the points in pixels
export function curve(exponents, worst, { width, height, left, bottom, low = -16, high = 1 }) {
  const points = [];
  exponents.forEach((x, k) => {
    if (Number.isNaN(worst[k])) return;
    const y = Math.min(high, Math.max(low, Math.log10(Math.max(worst[k], 1e-300))));
    points.push([
      left + ((x - exponents[0]) / (exponents.at(-1) - exponents[0])) * (width - left - 16),
      height - bottom - ((y - low) / (high - low)) * (height - bottom - 12),
    ]);
  });
  return points;
}

function panel(scene, element) {
  const exponents = Array.from(scene.table("exponents").data), worst = Array.from(scene.table("worst").data);
  const frame = { width: 560, height: 190, left: 64, bottom: 36 };
  const points = curve(exponents, worst, frame);
  const place = (x, y) => curve([exponents[0], x, exponents.at(-1)], [1, 10 ** y, 1], frame)[1];
  const lines = [-15, -10, -5, 0].map((y) => {
    const [, py] = place(exponents[0], y);
    return `<line x1="${frame.left}" x2="${frame.width - 16}" y1="${py}" y2="${py}" class="ck-rule"/>`
      + `<text x="${frame.left - 8}" y="${py + 4}" text-anchor="end">10<tspan dy="-4">${number(y)}</tspan></text>`;
  });
  const ticks = [-12, -9, -6, -3].map((x) => {
    const [px] = place(x, 0);
    return `<text x="${px}" y="${frame.height - 18}" text-anchor="middle">10<tspan dy="-4">${number(x)}</tspan></text>`;
  });
  const index = exponents.findIndex((x) => Math.abs(x - scene.facts.exponent) < 1e-9);
  const now = index >= 0 && !Number.isNaN(worst[index]) ? place(exponents[index], Math.log10(Math.max(worst[index], 1e-300))) : null;
  const dot = now ? `<circle cx="${now[0]}" cy="${now[1]}" r="5.5" class="ck-now"/>` : "";
  const best = worst.reduce((low, value, k) => (value < worst[low] || Number.isNaN(worst[low]) ? k : low), 0);
  element.innerHTML = `<svg class="ck-curve" role="img" viewBox="0 0 ${frame.width} ${frame.height}" width="${frame.width}" height="${frame.height}"
    aria-label="Largest error over epsilon: smallest, ${power(worst[best])}, at 10 to the power ${exponents[best]}; now ${index >= 0 ? power(worst[index]) : "unknown"}.">
    ${lines.join("")}${ticks.join("")}
    <text x="${(frame.left + frame.width) / 2}" y="${frame.height - 2}" text-anchor="middle">ε</text>
    <text x="2" y="10">largest error</text>
    <polyline points="${points.map((p) => p.join()).join(" ")}"/>${dot}</svg>`;
}

export default { render: (context) => openBoard(context, { light, panel }) };
