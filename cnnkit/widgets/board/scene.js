// One published state of an explorer: grids, tables, facts; what the explorer's own file asks.

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
  label(row, column) {
    const [r, c] = this.placeOf(row, column);
    return `${r}, ${c}`.replaceAll("-", "−");
  }
}

export class Scene {
  constructor(model) {
    const scene = model.get("_scene"), payload = model.get("_payload");
    this.arrays = readArrays(model.get("_header"), payload);
    this.grids = scene.grids.map((spec) => new GridData(spec, this.arrays));
    this.facts = scene.facts;
    this.notes = scene.notes;
    this.walk = scene.walk;
    this.words = scene.words;
    this.get = (trait) => model.get(trait);
  }
  grid(id) {
    return this.grids.find((grid) => grid.id === id);
  }
  // grids whose id is `name` or `name` and a number: the maps of one layer
  maps(name) {
    return this.grids.filter((grid) => grid.id.replace(/\d+$/, "") === name);
  }
  table(name) {
    return this.arrays[name];
  }
}
