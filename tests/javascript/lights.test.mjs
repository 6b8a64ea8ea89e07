// Every cell of every grid says something and lights cells that exist; some light exactly these.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const module_ = await import(process.env.MODULE);
const { Scene, light } = module_;

function sceneOf(told) {
  const bytes = Buffer.from(told.payload, "base64");
  const payload = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const traits = { _scene: told.scene, _header: told.header, _payload: payload };
  return new Scene({ get: (name) => traits[name] });
}

const key = ({ grid, row, column }) => `${grid}:${row},${column}`;

for (const name of readdirSync(process.env.SCENES)) {
  const told = JSON.parse(readFileSync(join(process.env.SCENES, name), "utf8"));
  const scene = sceneOf(told);

  test(`${name}: every cell says something and lights cells that exist`, () => {
    let count = 0;
    for (const grid of scene.grids)
      for (let row = 0; row < grid.rows; row++)
        for (let column = 0; column < grid.columns; column++) {
          const { cells = [], arrows = [], sum = [], words } = light(scene, { grid: grid.id, row, column });
          const said = `${words} ${sum.map((part) => part.text).join("")}`;
          assert.ok(words.length > 3, key({ grid: grid.id, row, column }));
          assert.doesNotMatch(said, /undefined|NaN|\[object|null/, said);
          for (const cell of [...cells, ...arrows.flatMap(({ from, to }) => [from, to])]) {
            const home = scene.grid(cell.grid);
            assert.ok(home && cell.row >= 0 && cell.column >= 0 && cell.row < home.rows && cell.column < home.columns, `${key(cell)} from ${grid.id}:${row},${column}`);
          }
          assert.ok(arrows.length <= 12);
          const here = cells.filter((cell) => cell.role === "here").map(key);
          if (!words.startsWith("No unit")) assert.ok(here.includes(key({ grid: grid.id, row, column })));
          count++;
        }
    assert.ok(count > 0);
  });

  for (const { at, grid, role, cells, says } of told.expected)
    test(`${name}: ${key(at)} lights ${role} of ${grid}`, () => {
      const lit = light(scene, at);
      const found = new Set((lit.cells ?? []).filter((cell) => cell.grid === grid && (!role || cell.role === role)).map(({ row, column }) => `${row},${column}`));
      assert.deepEqual([...found].sort(), cells.map((cell) => cell.join()).sort());
      const said = `${lit.words} ${(lit.sum ?? []).map((part) => part.text).join("")}`;
      if (says) assert.ok(said.includes(says), said);
    });
}
