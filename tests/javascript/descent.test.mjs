// The pure parts of DescentExplorer: places, contours, the loss between cells.
import assert from "node:assert/strict";
import { test } from "node:test";

const { toPlace, toWeights, contour, lossAt } = await import(process.env.MODULE);
const near = (a, b, by = 1e-6) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

test("weights find their place and come back; w1 grows upwards", () => {
  assert.deepEqual(toPlace(3, -3, 3), [0, 0]);
  const [x, y] = toPlace(3, 1, -2), [w0, w1] = toWeights(3, x, y);
  near(w0, 1);
  near(w1, -2);
  assert.ok(toPlace(3, 0, 1)[1] < toPlace(3, 0, 0)[1]);
});

test("the contour of a round bowl is a circle", () => {
  const columns = 41, values = [];
  for (let r = 0; r < columns; r++) for (let c = 0; c < columns; c++) values.push(((r - 20) / 10) ** 2 + ((c - 20) / 10) ** 2);
  const segments = contour(values, columns, 1);
  assert.ok(segments.length > 40);
  for (const [x0, y0, x1, y1] of segments)
    for (const [x, y] of [[x0, y0], [x1, y1]]) near(Math.hypot(x - 20, y - 20), 10, 0.05);
  const length = segments.reduce((sum, [x0, y0, x1, y1]) => sum + Math.hypot(x1 - x0, y1 - y0), 0);
  near(length, 2 * Math.PI * 10, 0.5);
  assert.deepEqual(contour(values, columns, 99), []);
});

test("between four cells the loss is a weighted mean of theirs", () => {
  const far = toPlace(3, 3, -3)[0]; // the square's side
  const surface = [0, 2, 4, 6];
  near(lossAt(surface, 2, 0, 0), 0);
  near(lossAt(surface, 2, far / 2, 0), 1);
  near(lossAt(surface, 2, far / 2, far / 2), 3);
  near(lossAt(surface, 2, far * 2, far * 2), 6, 0.05);
});
