// FilterBankExplorer: what the status line says of the cell in hand; meters, and the curve of the errors.

const memberOf = (scene, { grid }) => scene.facts.names[Number(grid.slice(1))];

function pooled(scene, at) {
  const { row, column } = at, best = scene.facts.names[scene.grid("winner").at(row, column)], off = scene.grid("gap").at(row, column);
  return (at.grid[0] === "m" ? `Map of member ${memberOf(scene, at)}: ${number(scene.number(at))}. ` : "")
    + (scene.table("tied").at(row, column) ? "All members agree here: nobody wins." : `The strongest is ${best}.`)
    + ` The moved pooled map of the upright image ${off === 0 ? "has exactly this number" : `is ${tiny(Math.abs(off))} off`}.`;
}

function unpooled(scene, at) {
  const { names, places, rolled, orphans } = scene.facts, r = Number(at.grid.slice(1)), member = `Member ${names[r]} on the moved image`;
  if (rolled && r < orphans) return `${member}: no member of the upright image rolls here.`;
  // the member that map r was before the turn: the bank rolls by so many places
  const before = names[rolled ? (r - places + names.length) % names.length : r];
  return `${member}, minus the upright map of ${before}, ${rolled ? "moved and rolled here" : "moved only"}.`;
}

function weight(scene, at) {
  if (at.grid === "w") return `${said(scene, at)}: every member follows when you change it.`;
  const [row, column] = [at.row, at.column].map((place) => Math.floor(place / scene.facts.zoom));
  return `Member ${memberOf(scene, at)}, cell (${row}, ${column}) = ${number(scene.number(at))}: no weight of its own.`;
}

const pixel = (scene, at) => `Pixel (${at.row}, ${at.column}), ${number(scene.number(at))}, is read by ${several(beside(scene, at, "map image", "map").length, "window")} of every member.`;

export function words(scene, at) {
  if (at.grid === "image") return pixel(scene, at);
  if (at.grid === "w" || at.grid[0] === "b") return weight(scene, at);
  return scene.facts.face === "pooled" ? pooled(scene, at) : unpooled(scene, at);
}

// --- meters and curve ---

function drawErrors(svg, scene) {
  const [amounts, bank, one] = ["amounts", "bank_error", "one_error"].map((name) => Array.from(scene.table(name).data));
  const { across, at, ticks } = scene.facts.curve, high = Math.max(1, ...bank, ...one), title = `equivariance error over the ${across}`;
  const line = (errors, name, label) => ({ points: errors.map((error, k) => [amounts[k], error]), name, label });
  drawChart(svg, {
    width: 496, height: 190, margin: { left: 44, right: 120, top: 24, bottom: 38 }, title, guide: at,
    x: { low: ticks[0][0], high: ticks.at(-1)[0], ticks }, y: { low: 0, high, ticks: [0, 1, 2].filter((y) => y <= high).map((y) => [y, String(y)]) },
    lines: [line(bank, "ck-bank", "pooled bank"), line(one, "ck-one", "one filter")],
    about: `Equivariance error over the ${across}. Pooled bank: largest ${number(Math.max(...bank))}. One filter: largest ${number(Math.max(...one))}.`,
  });
}

function panel(scene, element, board) {
  const table = piece("table", "ck-table"), side = piece("div"), legend = piece("div", "ck-legend");
  for (const [label, text] of scene.facts.meters) {
    const row = piece("tr"), head = piece("th", "", label);
    head.scope = "row";
    row.append(head, piece("td", "", text));
    table.append(row);
  }
  table.setAttribute("aria-label", "meters");
  if (scene.facts.face === "pooled") {
    legend.append(piece("span", "", "winner:"), ...scene.facts.names.map((name, r) => {
      const one = piece("span"), swatch = piece("i"), place = tintPlace(r);
      swatch.style.background = `rgb(${board.look.colours.subarray(place, place + 3).join(",")})`;
      one.append(swatch, name);
      return one;
    }));
    side.append(legend);
  }
  side.append(table);
  const curve = svgNode("svg"), whole = piece("div", "ck-bank-panel");
  drawErrors(curve, scene);
  whole.append(side, curve);
  element.replaceChildren(whole);
}

export default { render: (context) => openBoard(context, { words, panel }) };
