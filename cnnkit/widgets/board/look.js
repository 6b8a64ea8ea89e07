// How the board looks: colours of the page's theme, sizes that compare, frames of a walk, arrows.

// a grid after some steps of the walk: its numbers, and the last cell that was reached
function frameOf(data, walked, step) {
  if (step === null) return null;
  const count_ = data.rows * data.columns;
  if (data.frames) return { values: data.frames.data.subarray(step * count_, (step + 1) * count_), last: count_ };
  return walked ? { values: data.values, last: step } : null;
}

// one size for all grids with numbers and one for all without, so that they compare
function commonSizes(grids, look) {
  const context = document.createElement("canvas").getContext("2d");
  context.font = `12px ${look.font}`;
  const pick = (numbered) => {
    const some = grids.filter((grid) => grid.numbered === numbered);
    return Math.min(48, ...some.map((grid) => {
      let widest = 0;
      if (numbered && !grid.trouble) for (const value of grid.values) widest = Math.max(widest, context.measureText(number(value)).width);
      return cellSize(grid.rows, grid.columns, numbered, widest, grid.room);
    }));
  };
  let numbered = pick(true);
  for (const grid of grids.filter((one) => one.numbered && !one.trouble))
    for (const value of grid.values) numbered = Math.max(numbered, Math.min(48, Math.ceil((context.measureText(number(value)).width + 6) / 4) * 4));
  return { numbered, large: pick(false) };
}

function readLook(root, model, id) {
  const style = getComputedStyle(root), colours = model.get("_colours");
  const value = (name) => style.getPropertyValue(name).trim();
  return {
    id,
    ratio: window.devicePixelRatio || 1,
    colours: new Uint8Array(colours.buffer, colours.byteOffset, colours.byteLength),
    font: style.fontFamily,
    text: value("--ck-text"),
    muted: value("--ck-muted"),
    border: value("--ck-line"),
    ground: value("--ck-ground"),
    face: value("--ck-face"),
    brand: value("--ck-brand"),
    roles: { here: value("--ck-here"), reads: value("--ck-reads"), weight: value("--ck-weight"), predicted: value("--ck-predicted") },
  };
}

function sameLook(one, other) {
  const words = ({ colours, ...rest }) => JSON.stringify(rest);
  return words(one) === words(other);
}

function shortened([x0, y0], [x1, y1], reach) {
  const far = Math.hypot(x1 - x0, y1 - y0) || 1, dx = ((x1 - x0) / far) * reach, dy = ((y1 - y0) / far) * reach;
  return [[x0 + dx, y0 + dy], [x1 - dx, y1 - dy]];
}

function arrowPath([x0, y0], [x1, y1], name) {
  const bend = Math.min(60, Math.hypot(x1 - x0, y1 - y0) / 5);
  const mx = (x0 + x1) / 2, my = (y0 + y1) / 2 - bend;
  const angle = Math.atan2(y1 - my, x1 - mx), wing = 7;
  const tip = [0.45, -0.45].map((turn) => `${x1 - wing * Math.cos(angle + turn)},${y1 - wing * Math.sin(angle + turn)}`);
  const curve = `M${x0},${y0} Q${mx},${my} ${x1},${y1} M${tip[0]} L${x1},${y1} L${tip[1]}`;
  return [svgNode("path", { d: curve, class: `${name} ck-halo` }), svgNode("path", { d: curve, class: name })];
}
