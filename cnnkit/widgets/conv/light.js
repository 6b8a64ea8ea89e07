// ConvExplorer: what the status line says of the cell in hand.

const valued = (scene, at, verb) => (scene.grid(at.grid).kind(at.row, at.column) === PADDING
  ? `${scene.place(at)} is a cell of the padding, always 0; it ${verb}` : `${said(scene, at)} ${verb}`);
const cropped = (scene, at) => (scene.grid("dy").kind(at.row, at.column) === CROPPED ? " This cell belongs to the padding: it is cropped." : "");

const WORDS = {
  forward: {
    z(scene, at) {
      const read = beside(scene, at, "z y w", "y"), padded = read.some(({ grid, row, column }) => scene.grid(grid).kind(row, column) === PADDING);
      return `${scene.place(at)} reads ${block(scene, read)} of Y.${padded ? " Some of these cells are padding, 0." : ""}`;
    },
    y(scene, at) {
      const readers = beside(scene, at, "z y w", "z").length;
      return readers ? `${valued(scene, at, "affects")} ${several(readers, "output")}.`
        : `${valued(scene, at, "is never read")}: it changes no output, and its gradient is 0.`;
    },
    w: (scene, at) => `${said(scene, at)} is used for all ${beside(scene, at, "z y w", "z").length} outputs, each time on another cell of Y.`,
  },
  scatter: {
    dy(scene, at) {
      const fed = beside(scene, at, "dz dy w", "dz").length;
      return (fed ? `The cell fed ${several(fed, "output")}.` : `${scene.place(at)} is 0: no output reads this cell.`) + cropped(scene, at);
    },
    dz(scene, at) {
      const value = number(scene.number(at));
      return `${said(scene, at)} stamps ${value} times the filter on ${block(scene, beside(scene, at, "dz dy w", "dy"))} of dY.`;
    },
    w: (scene, at) => `${said(scene, at)} carries every dz to one cell of dY, cell (${at.row}, ${at.column}) of its patch.`,
  },
  gather: {
    dy(scene, at) {
      const held = beside(scene, at, "cells", "spread").length;
      return (held ? `The patch holds ${several(held, "cell")} of dz.` : `${scene.place(at)} is 0: no output reads this cell.`) + cropped(scene, at);
    },
    spread(scene, at) {
      const kind = scene.grid(at.grid).kind(at.row, at.column);
      if (kind === INSERTED) return "An inserted zero: the stride skipped this place on the way forward.";
      if (kind === PADDING) return "A zero of the frame: it lets the flipped filter reach the edge cells.";
      const [i, j] = [scene.table("spread_rows").data[at.row], scene.table("spread_columns").data[at.column]];
      return `dz(${i}, ${j}), ${number(scene.number(at))}, is collected by ${several(beside(scene, at, "dy spread f", "dy").length, "cell")} of dY.`;
    },
    f(scene, at) {
      const [kh, kw] = scene.facts.filter;
      return `This is w(${kh - 1 - at.row}, ${kw - 1 - at.column}), ${number(scene.number(at))}: the filter is flipped left-right and top-bottom.`;
    },
  },
  dW: {
    dw: (scene, at) => `w(${at.row}, ${at.column}) was used ${several(beside(scene, at, "dz y dw", "dz").length, "time")}: one pair of dz and Y for each output.`,
    dz: (scene, at) => `${said(scene, at)} adds ${number(scene.number(at))} times its patch of Y to all weights.`,
    y(scene, at) {
      const pairs = beside(scene, at, "dz y dw", "dz").length;
      return pairs ? `${valued(scene, at, "is in")} ${several(pairs, "pair")}${pairs > 1 ? ": it met each of these dz through another weight" : ""}.`
        : `${valued(scene, at, "is never read")}: no weight learns from it.`;
    },
  },
};

export const words = (scene, at) => WORDS[scene.facts.face][at.grid.replace(/\d+$/, "")](scene, at);

export default { render: (context) => openBoard(context, { words }) };
