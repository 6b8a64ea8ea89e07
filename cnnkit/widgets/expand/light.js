// ExpandExplorer: what the status line says of the cell in hand.

const cropped = (scene, cells) => cells.filter(({ grid, row, column }) => scene.grid(grid).kind(row, column) === CROPPED).length;
const cells = (scene, at, link, column, what) => several(beside(scene, at, link, column).length, what);

const WORDS = {
  stamp: {
    y(scene, at) {
      const stamp = beside(scene, at, "y z w", "z"), gone = cropped(scene, stamp);
      return `${said(scene, at)} stamps ${number(scene.number(at))} times the filter on ${block(scene, stamp)} of z.`
        + (gone ? ` ${several(gone, "cell")} of the stamp ${gone === 1 ? "is" : "are"} cropped.` : "");
    },
    z(scene, at) {
      const stamps = beside(scene, at, "y z w", "y").length, name = scene.place(at);
      return (stamps ? `${name} lies under ${several(stamps, "stamp")}.` : `${name} is 0: no stamp reaches it.`) + (cropped(scene, [at]) ? " It is cropped." : "");
    },
    w: (scene, at) => `${said(scene, at)} carries every cell of I to one cell of z, ${several(at.row, "row")} and ${several(at.column, "column")} into its stamp.`,
  },
  collect: {
    spread(scene, at) {
      const kind = scene.grid("spread").kind(at.row, at.column);
      if (kind === INSERTED) return "An inserted zero: it keeps the stamps b cells apart.";
      if (kind === PADDING) return "A zero of the frame: it lets the flipped filter reach the edge cells.";
      const [i, j] = [scene.table("spread_rows").data.indexOf(at.row), scene.table("spread_columns").data.indexOf(at.column)];
      return `I(${i}, ${j}), ${number(scene.number(at))}, is collected by ${cells(scene, at, "z spread f", "z", "cell")} of z: the same cells that it stamps.`;
    },
    f(scene, at) {
      const [rows, columns] = scene.facts.filter;
      return `This is w(${rows - 1 - at.row}, ${columns - 1 - at.column}), ${number(scene.number(at))}: the filter is flipped left-right and top-bottom.`;
    },
    z(scene, at) {
      const held = beside(scene, at, "cells", "spread").length, [rows, columns] = scene.facts.filter;
      return `The patch holds ${several(held, "cell")} of I and ${several(rows * columns - held, "zero")}.`;
    },
  },
  count: {
    outgoing: (scene, at) => `Expanding: I(${at.row}, ${at.column}) reaches ${cells(scene, at, "small large", "large", "cell")} of z.${twin(scene, at, "incoming")}`,
    incoming: (scene, at) => `Shrinking: output (${at.row}, ${at.column}) reads ${cells(scene, at, "small large", "large", "cell")} of the large map.${twin(scene, at, "outgoing")}`,
    counts: (scene, at) => `Expanding: z(${at.row}, ${at.column}) lies under ${cells(scene, at, "small large", "small", "stamp")}.${twin(scene, at, "fed")}`,
    fed: (scene, at) => `Shrinking: cell (${at.row}, ${at.column}) is read by ${cells(scene, at, "small large", "small", "output")}.${twin(scene, at, "counts")}`,
  },
};

const twin = (scene, { row, column }, grid) => ` Its twin in the other layer counts ${number(scene.number({ grid, row, column }))}.`;

export const words = (scene, at) => WORDS[scene.facts.face][at.grid](scene, at);

export default { render: (context) => openBoard(context, { words }) };
