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
  const cells = scene.links.filter((link) => link.name === name).flatMap((link) => link.grids.flatMap((names) => {
    const here = names.indexOf(at.grid), there = link.columns.indexOf(column);
    return here < 0 ? [] : tuplesOf(scene, link, names, here, at).map((tuple) => ({ grid: names[there], ...tuple[there] }));
  }));
  return [...new Map(cells.map((cell) => [keyOf(cell), cell])).values()];
}
