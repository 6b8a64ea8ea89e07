// Links of ConvExplorer on pictures that Python published; SCENES is a folder of them, each with
// the links that the plain formulas give.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const { Scene, light, readersOf, tapsOf, plain } = await import(process.env.MODULE);

function open(file) {
  const told = JSON.parse(readFileSync(file));
  const bytes = Buffer.from(told.payload, "base64");
  const traits = { _scene: told.scene, _header: told.header, _payload: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  return { scene: new Scene({ get: (name) => traits[name] }), told };
}

for (const name of readdirSync(process.env.SCENES)) {
  const { scene, told } = open(`${process.env.SCENES}/${name}`);

  test(`${name}: taps and readers are the links of the formulas`, () => {
    const links = new Set(told.links.map((link) => link.join()));
    const taps = new Set(), readers = new Set();
    const [outRows, outColumns] = told.output, [rows, columns] = told.padded;
    for (let i = 0; i < outRows; i++) for (let j = 0; j < outColumns; j++)
      for (const { r, c, p, q } of tapsOf(scene, i, j)) taps.add([i, j, r, c, p, q].join());
    for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++)
      for (const { i, j, p, q } of readersOf(scene, r, c)) readers.add([i, j, r, c, p, q].join());
    assert.deepEqual([...taps].sort(), [...links].sort());
    assert.deepEqual([...readers].sort(), [...links].sort());
  });

  test(`${name}: every cell of every grid says something and lights real cells`, () => {
    for (const grid of scene.grids)
      for (let row = 0; row < grid.rows; row++)
        for (let column = 0; column < grid.columns; column++) {
          const { cells, words, arrows = [] } = light(scene, { grid: grid.id, row, column });
          assert.ok(words.length > 10);
          assert.ok(!/undefined|NaN/.test(words + JSON.stringify(cells)), words);
          assert.ok(arrows.length <= 12);
          assert.equal(cells.filter((cell) => cell.role === "here").length, 1);
          for (const cell of cells) {
            const target = scene.grid(cell.grid);
            assert.ok(target && cell.row >= 0 && cell.row < target.rows && cell.column >= 0 && cell.column < target.columns, JSON.stringify(cell));
          }
        }
  });

  test(`${name}: the terms that a sum shows add up to its result`, () => {
    const grid = scene.grids.at(-1);
    for (let row = 0; row < grid.rows; row++)
      for (let column = 0; column < grid.columns; column++) {
        const text = plain(light(scene, { grid: grid.id, row, column }).sum).replaceAll("−", "-");
        if (text.includes("more terms") || text.includes("empty sum")) continue;
        const [, terms, result] = text.match(/^[^=]*= (.*) = ([-\d.]+)$/);
        const total = terms.replace(" (bias)", "").split(" + ").map((term) => term.split("·").map((f) => Number(f.replace(/[()]/g, ""))).reduce((a, b) => a * b)).reduce((a, b) => a + b);
        assert.ok(Math.abs(total - Number(result)) < 1e-9, text);
        assert.equal(Number(result), grid.at(row, column));
      }
  });
}
