// What the browser lights in every cell is what Python lights, down to the last bit of a sum.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const { Scene, lightOf, words, plain } = await import(process.env.MODULE);

function sceneOf(told) {
  const bytes = Buffer.from(told.payload, "base64");
  const payload = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const traits = { _scene: told.scene, _header: told.header, _payload: payload };
  return new Scene({ get: (name) => traits[name] });
}

const place = ({ grid, row, column }) => [grid, row, column];
const finite = (value) => (value === null || Number.isFinite(value) ? value : String(value).replace("Infinity", "inf").replace("NaN", "nan"));
const told = ({ cells, arrows, sum, terms, total }) => [
  cells.map((cell) => [...place(cell), cell.role, cell.badge]),
  arrows.map(({ from, to, role }) => [place(from), place(to), role]),
  sum.map(({ text, role }) => [text, role]),
  terms.map(finite),
  finite(total),
];

for (const name of readdirSync(process.env.SCENES)) {
  const file = JSON.parse(readFileSync(join(process.env.SCENES, name), "utf8")), scene = sceneOf(file);

  test(`${name}: lights, arrows, terms and sums are those of Python`, () => {
    assert.ok(file.lights.length > 0);
    for (const [grid, row, column, expected] of file.lights) {
      const found = told(lightOf(scene, { grid, row, column }));
      if (JSON.stringify(found) !== JSON.stringify(expected)) assert.deepEqual(found, expected, `${grid}:${row},${column}`);
    }
  });

  test(`${name}: every cell says something, and whole words only`, () => {
    for (const [grid, row, column] of file.lights) {
      const at = { grid, row, column }, lit = lightOf(scene, at), said = words(scene, at, lit);
      assert.ok(said.length > 3, `${grid}:${row},${column}`);
      assert.doesNotMatch(said + plain(lit.sum), /undefined|NaN|\[object|null/, said);
      assert.ok(lit.arrows.length <= 12);
    }
  });

  for (const [grid, row, column, expected] of file.said)
    test(`${name}: ${grid}:${row},${column} says ${expected}`, () => {
      const at = { grid, row, column }, lit = lightOf(scene, at), said = `${plain(lit.sum)} ${words(scene, at, lit)}`;
      assert.ok(said.includes(expected), said);
    });
}
