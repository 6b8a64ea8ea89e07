// One published state of an explorer: grids, links, tables, facts; what the explorer's own file asks.

export class GridData {
  constructor(spec, arrays) {
    Object.assign(this, spec);
    const values = arrays[`${spec.id}/values`];
    [this.rows, this.columns] = values.shape;
    this.values = values.data;
    for (const name of ["kinds", "hatched", "crossed", "dashed", "flagged", "tints"])
      this[name] = arrays[`${spec.id}/${name}`]?.data ?? null;
    this.frames = arrays[`${spec.id}/frames`] ?? null;
  }
  at(row, column) {
    return this.values[row * this.columns + column];
  }
  kind(row, column) {
    return this.kinds ? this.kinds[row * this.columns + column] : CELL;
  }
  // the row and column that the learner knows: padding counts below 0
  placeOf(row, column) {
    return [row + this.origin[0], column + this.origin[1]];
  }
  // "z(0, 1)"; a grid of one cell is its symbol
  place(row, column) {
    if (this.rows * this.columns === 1) return this.symbol;
    return `${this.symbol}(${this.placeOf(row, column).join(", ")})`.replaceAll("-", "−");
  }
}

export class Scene {
  constructor(model) {
    const scene = model.get("_scene"), payload = model.get("_payload");
    this.arrays = readArrays(model.get("_header"), payload);
    this.grids = scene.grids.map((spec) => new GridData(spec, this.arrays));
    this.known = new Map(this.grids.map((grid) => [grid.id, grid]));
    this.facts = scene.facts;
    this.notes = scene.notes;
    this.walk = scene.walk;
    this.home = scene.home;
    this.words = scene.words;
    this.links = scene.links;
    this.get = (trait) => model.get(trait);
  }
  grid(id) {
    return this.known.get(id);
  }
  // grids whose id is `name` or `name` and a number: the maps of one layer
  maps(name) {
    return this.grids.filter((grid) => grid.id.replace(/\d+$/, "") === name);
  }
  table(name) {
    return this.arrays[name];
  }
  // rows and columns of a grid or of a table that no grid shows
  shape(name) {
    const grid = this.grid(name);
    return grid ? [grid.rows, grid.columns] : this.arrays[name]?.shape;
  }
  number({ grid, row, column }) {
    return (this.grid(grid) ?? this.arrays[grid]).at(row, column);
  }
  place({ grid, row, column }) {
    return this.grid(grid).place(row, column);
  }
  // a cell is drawn where its grid is, unless it is blank
  shows({ grid, row, column }) {
    const data = this.grid(grid);
    return data !== undefined && (data.kind(row, column) !== BLANK || data.trouble !== "");
  }
}
