// The pure parts of BoxExplorer: what a hand grips, and where it moves it.
import assert from "node:assert/strict";
import { test } from "node:test";

const { gripped, movedBox, placeWords } = await import(process.env.MODULE);
const box = [10, 20, 30, 50];

test("near an edge it is gripped, near a corner two are, inside all", () => {
  assert.deepEqual(gripped(box, 10.5, 35, 1), [0]);
  assert.deepEqual(gripped(box, 29.4, 35, 1), [2]);
  assert.deepEqual(gripped(box, 20, 19.5, 1), [1]);
  assert.deepEqual(gripped(box, 30, 50, 1), [2, 3]);
  assert.deepEqual(gripped(box, 10.9, 49.2, 1), [0, 3]);
  assert.deepEqual(gripped(box, 20, 35, 1), [0, 1, 2, 3]);
  assert.deepEqual(gripped(box, 8, 35, 1), []);
  assert.deepEqual(gripped([10, 20, 10.5, 20.5], 10.4, 20.1, 1), [1, 2]); // of two near ones the nearer
});

test("a whole box keeps its size and stays in the scene", () => {
  assert.deepEqual(movedBox(box, [0, 1, 2, 3], 2.4, -3, 64), [12, 17, 32, 47]);
  assert.deepEqual(movedBox(box, [0, 1, 2, 3], 99, -99, 64), [44, 0, 64, 30]);
});

test("an edge goes to whole pixels and never past its partner", () => {
  assert.deepEqual(movedBox(box, [2], 5.6, 9, 64), [10, 20, 36, 50]);
  assert.deepEqual(movedBox(box, [0], 99, 0, 64), [30, 20, 30, 50]);
  assert.deepEqual(movedBox(box, [1, 2], -99, -99, 64), [10, 0, 10, 50]);
});

test("a place is said by the boxes that it lies in, and by what would move", () => {
  const other = [20, 40, 40, 60];
  assert.equal(placeWords(box, other, 25.5, 45.2, [0, 1, 2, 3]), "Row 25, column 45 lies in both boxes. Drag here to move the box.");
  assert.equal(placeWords(box, other, 10.1, 20.4, [0, 1]), "Row 10, column 20 lies in the answered box alone. Drag here to move its upper edge and its left edge.");
  assert.equal(placeWords(box, other, 35, 55, []), "Row 35, column 55 lies in the true box alone.");
  assert.equal(placeWords(box, other, 2, 2, []), "Row 2, column 2 lies in neither box.");
});
