// GradientCheckExplorer: what the status line says of the cell in hand, and the U curve below the grids.

export function words(scene, { row, column }, lit) {
  const { variable, trouble } = scene.facts;
  if (trouble) return `${trouble} There is nothing to compare.`;
  const why = scene.table("kinks").at(row, column) ? " Within ε some z crosses the kink of relu: do not blame the gradient." : "";
  return `${variable}(${row}, ${column}): gradient and differences are ${tiny(lit.total)} apart.${why}`;
}

function panel(scene, element) {
  const exponents = Array.from(scene.table("exponents").data), worst = Array.from(scene.table("worst").data);
  const index = exponents.findIndex((x) => Math.abs(x - scene.facts.exponent) < 1e-9), svg = svgNode("svg");
  const known = worst.filter(Number.isFinite), least = Math.min(...known);
  const ticks = (powers, place = (e) => e) => powers.map((e) => [place(e), powerText(e)]);
  drawChart(svg, {
    width: 560, height: 184, margin: { left: 64, right: 16, top: 28, bottom: 44 }, title: "largest error away from kinks",
    x: { low: exponents[0], high: exponents.at(-1), ticks: ticks([-12, -9, -6, -3]), title: "ε" },
    y: { low: 1e-16, high: 10, log: true, ticks: ticks([-15, -10, -5, 0], (e) => 10 ** e) },
    lines: [{ points: exponents.map((x, k) => [x, worst[k]]), name: "ck-u" }],
    dot: index < 0 ? null : [exponents[index], worst[index]],
    about: known.length
      ? `Largest error over epsilon: smallest, ${tiny(least)}, at 10 to the power ${number(exponents[worst.indexOf(least)])}; now ${index >= 0 ? tiny(worst[index]) : "unknown"}.`
      : "Largest error over epsilon: there is none to draw.",
  });
  element.replaceChildren(svg);
}

export default { render: (context) => openBoard(context, { words, panel }) };
