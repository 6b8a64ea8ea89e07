// Scales, ticks and labels of the line charts.
import assert from "node:assert/strict";
import { test } from "node:test";

const { axisScale, tenTicks, spaced, linePoints } = await import(process.env.MODULE);

test("a scale is linear, or rises with the logarithm; what lies outside stays at the edge", () => {
  const across = axisScale({ low: 0, high: 4 }, 10, 50);
  assert.deepEqual([0, 1, 4, 9, -1].map(across), [10, 20, 50, 50, 10]);
  const up = axisScale({ low: 0.01, high: 1, log: true }, 100, 0);
  assert.ok(Math.abs(up(0.1) - 50) < 1e-9);
  assert.deepEqual([0, 0.01, 1, Infinity].map(up), [100, 100, 0, 0]);
});

test("decades are at most five, and written as all numbers are", () => {
  assert.deepEqual(tenTicks(0.02, 30), [[0.1, "0.1"], [1, "1"], [10, "10"]]);
  const many = tenTicks(1e-12, 1);
  assert.ok(many.length <= 5);
  assert.equal(many[0][1], "1e−12");
});

test("labels that would overlap move apart around their middle", () => {
  assert.deepEqual(spaced([10, 40]), [10, 40]);
  const [a, b] = spaced([22, 20]);
  assert.equal(a - b, 16);
  assert.equal(a + b, 42);
  // and none below the floor, where the ticks stand
  assert.deepEqual(spaced([100, 100, 98], 16, 100), [84, 100, 68]);
});

test("a line leaves nan out and keeps infinities at the edge", () => {
  const across = axisScale({ low: 0, high: 3 }, 0, 3), up = axisScale({ low: 0, high: 1 }, 1, 0);
  assert.equal(linePoints([[0, 0], [1, NaN], [2, Infinity]], across, up), "0.0,1.0 2.0,0.0");
});
