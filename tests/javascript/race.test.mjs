// The pure parts of Race: places, means over seeds, names that do not overlap, sentences.
import assert from "node:assert/strict";
import { test } from "node:test";

const { placeOf, meanOf, spaced, entryWords } = await import(process.env.MODULE);

test("accuracy grows upwards, epochs to the right", () => {
  const [x0, y0] = placeOf(0, 0.1, 8), [x1, y1] = placeOf(8, 0.9, 8);
  assert.ok(x1 > x0 && y1 < y0);
  const [, low] = placeOf(0, 0, 8), [, half] = placeOf(0, 0.5, 8), [, high] = placeOf(0, 1, 8);
  assert.equal(half - high, low - half);
});

test("a mean is taken only where all seeds have arrived", () => {
  assert.deepEqual(meanOf([[0.1, 0.5, NaN], [0.3, 0.7, 0.9]]).map((v) => v.toFixed(2)), ["0.20", "0.60"]);
  assert.deepEqual(meanOf([[NaN]]), []);
  assert.deepEqual(meanOf([]), []);
});

test("names at line ends keep their order, their distance, and stay above the floor", () => {
  const places = [100, 20, 101, 103, 299], moved = spaced(places, 15, 300);
  const order = (list) => list.map((_, k) => k).sort((a, b) => list[a] - list[b]);
  assert.deepEqual(order(moved), order(places));
  const sorted = [...moved].sort((a, b) => a - b);
  sorted.forEach((place, k) => assert.ok(place <= 300 && (!k || place - sorted[k - 1] >= 15 - 1e-9)));
  const crowded = spaced([298, 299, 300, 300], 15, 300);
  assert.equal(Math.max(...crowded), 300);
  assert.equal(new Set(crowded).size, 4);
});

test("an entry is told with what is known of it", () => {
  const entry = { label: "1/T twice", epochs: 0, mean: "0.17", spread: "0.05", gap: "−0.72" };
  assert.match(entryWords(entry, 3), /no epoch is done/);
  assert.equal(entryWords({ ...entry, epochs: 8 }, 3), "1/T twice: accuracy 0.17 ± 0.05 over 3 nets after 8 epochs; −0.72 against the frozen control.");
  assert.equal(entryWords({ ...entry, epochs: 1, gap: "" }, 1), "1/T twice: accuracy 0.17 after 1 epoch.");
});

test("names stay near their lines: a crowd spreads to both sides", () => {
  assert.deepEqual(spaced([100, 100, 100], 15, 300), [85, 100, 115]);
  assert.deepEqual(spaced([50, 200], 15, 300), [50, 200]);
  assert.deepEqual(spaced([300, 300], 15, 300), [285, 300]);
});
