// The pure parts of NetComparison: where a point stands, and which heights get a line.
import assert from "node:assert/strict";
import { test } from "node:test";

const { placeIn, rungs } = await import(process.env.MODULE);

test("costs grow to the right by factors, accuracy upwards from the foot of the axis", () => {
  const chart = { low: 10, high: 1000 }, [left, foot] = placeIn(chart, 0.8, 10, 0.8), [right, top] = placeIn(chart, 0.8, 1000, 1);
  const [middle, half] = placeIn(chart, 0.8, 100, 0.9);
  assert.ok(Math.abs(middle - (left + right) / 2) < 1e-9 && Math.abs(half - (foot + top) / 2) < 1e-9);
  assert.ok(right > left && top < foot);
});

test("lines stand at round accuracies, none below the foot", () => {
  assert.deepEqual(rungs(0.8), [0.8, 0.9, 1]);
  assert.deepEqual(rungs(0.9), [0.9, 0.92, 0.94, 0.96, 0.98, 1]);
  assert.deepEqual(rungs(0), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(rungs(0.3), [0.4, 0.6, 0.8, 1]);
});
