// Small words that all sentences need.

// "3 cells", "1 cell"
export const several = (count_, what, many = `${what}s`) => `${count(count_)} ${count_ === 1 ? what : many}`;

// "2 to 4", "−1"
export function span(numbers) {
  const low = Math.min(...numbers), high = Math.max(...numbers);
  return (low === high ? `${low}` : `${low} to ${high}`).replaceAll("-", "−");
}

// "Y(0, 1) = 3", with ≈ where the number is rounded
export function said(scene, cell) {
  const value = scene.number(cell);
  return `${scene.place(cell)} ${exact(value) ? "=" : "≈"} ${number(value)}`;
}

// "rows 0 to 1, columns 2 to 3", of cells of one grid
export function block(scene, cells) {
  const places = cells.map(({ grid, row, column }) => scene.grid(grid).placeOf(row, column));
  const [rows, columns] = [0, 1].map((axis) => places.map((place) => place[axis]));
  const some = (what, numbers) => `${what}${new Set(numbers).size === 1 ? "" : "s"} ${span(numbers)}`;
  return `${some("row", rows)}, ${some("column", columns)}`;
}

// cells of one column that a link holds beside the cell in hand, each once
export function beside(scene, at, name, column) {
  const cells = new Map();
  for (const link of scene.links.filter((one) => one.name === name))
    for (const names of link.grids.filter((some) => some.includes(at.grid))) {
      const found = tuplesOf(scene, link, names, names.indexOf(at.grid), at);
      for (let t = 0; t < found.count; t++) {
        const cell = cellIn(found, t, column);
        cells.set(keyOf(cell), cell);
      }
    }
  return [...cells.values()];
}
