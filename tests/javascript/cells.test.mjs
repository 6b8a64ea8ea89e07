// Pure functions of the explorers; MODULE is the joined module as the browser gets it.
import assert from "node:assert/strict";
import { test } from "node:test";

const { ink, shade, cellSize, cellAt, rim, moved, typed, readArrays } =
  await import(process.env.MODULE);

test("ink is black or white, whichever has a contrast of 4.5", () => {
  assert.equal(ink(255, 255, 255), "#000000");
  assert.equal(ink(8, 48, 107), "#ffffff");
  const light = (c) => { const s = c / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
  for (let r = 0; r < 256; r += 15) for (let g = 0; g < 256; g += 15) for (let b = 0; b < 256; b += 15) {
    const L = 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
    const contrast = ink(r, g, b) === "#000000" ? (L + 0.05) / 0.05 : 1.05 / (L + 0.05);
    assert.ok(contrast >= 4.5, `${r} ${g} ${b}: ${contrast}`);
  }
});

test("a value finds its colour; 0 is white in signed scales; out of range is clamped", () => {
  assert.ok([127 * 3, 128 * 3].includes(shade("signed", 0, 4)));
  assert.equal(shade("signed", -9, 4), 0);
  assert.equal(shade("signed", 4, 4), 255 * 3);
  assert.equal(shade("magnitude", 0, 4), 768);
  assert.equal(shade("magnitude", -16, 1, -16), 768);
  assert.equal(shade("plain", 1, 4), -1);
  assert.equal(shade("signed", Infinity, 4), 255 * 3);
  assert.equal(shade("signed", -Infinity, 4), 0);
  assert.equal(shade("signed", NaN, 4), -1);
});

test("cells keep a rhythm of four pixels and never get numbers that do not fit", () => {
  for (const widest of [5, 20, 33, 39]) {
    const size = cellSize(12, 12, true, widest);
    assert.equal(size % 4, 0);
    assert.ok(size >= 28 && size >= widest + 4, `${size}`);
  }
  assert.equal(cellSize(64, 64, false, 0), 4);
});

test("a pointer finds its cell and nothing outside", () => {
  assert.deepEqual(cellAt(41, 79, 40, 3, 3), { row: 1, column: 1 });
  assert.equal(cellAt(-1, 5, 40, 3, 3), null);
  assert.equal(cellAt(121, 5, 40, 3, 3), null);
});

test("a patch has one rim, scattered cells one each", () => {
  const patch = [[0, 0], [0, 1], [1, 0], [1, 1]].map(([row, column]) => ({ row, column }));
  assert.equal(rim(patch).length, 8);
  assert.equal(rim([{ row: 0, column: 0 }, { row: 2, column: 2 }]).length, 8);
  assert.equal(rim([{ row: 0, column: 0 }, { row: 0, column: 0 }]).length, 4);
});

test("arrow keys stay inside; other keys mean nothing", () => {
  assert.deepEqual(moved("ArrowUp", 0, 1, 3, 4), { row: 0, column: 1 });
  assert.deepEqual(moved("ArrowRight", 0, 3, 3, 4), { row: 0, column: 3 });
  assert.deepEqual(moved("End", 1, 0, 3, 4), { row: 1, column: 3 });
  assert.deepEqual(moved("PageDown", 0, 2, 3, 4), { row: 2, column: 2 });
  assert.equal(moved("a", 0, 0, 3, 4), null);
});

test("typed numbers may have a comma or a true minus; words are none", () => {
  assert.equal(typed(" −2,5 "), -2.5);
  assert.equal(typed("−4e−5"), -4e-5);
  assert.equal(typed("7"), 7);
  assert.ok(Number.isNaN(typed("two")));
  assert.ok(Number.isNaN(typed("")));
});

test("arrays are read from an odd place of a larger block", () => {
  const block = new ArrayBuffer(64), view = new DataView(block);
  view.setFloat64(3 + 8, 2.5, true);
  view.setInt32(3, -1, true);
  const arrays = readArrays({ a: ["<i4", [1, 1], 0], b: ["<f8", [1], 8] }, new DataView(block, 3, 40));
  assert.equal(arrays.a.at(0, 0), -1);
  assert.equal(arrays.b.at(0), 2.5);
});
