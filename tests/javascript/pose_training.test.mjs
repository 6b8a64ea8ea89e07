// The pure parts of PoseTraining: its axes.
import assert from "node:assert/strict";
import { test } from "node:test";

const { ticksOf, decadesAround } = await import(process.env.MODULE);

test("epochs are whole, from 0 to the last, at most eleven of them", () => {
  assert.deepEqual(ticksOf(2), [[0, "0"], [1, "1"], [2, "2"]]);
  assert.deepEqual(ticksOf(20).map(([epoch]) => epoch), [0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
  for (const epochs of [1, 7, 11, 19, 95]) assert.ok(ticksOf(epochs).length <= 11 && ticksOf(epochs).at(-1)[0] <= epochs);
});

test("a logarithmic axis holds all losses, and a decade at least", () => {
  for (const losses of [[40, 5, 0.3], [2, 2], [0.001], [7, NaN, Infinity, 0]]) {
    const { low, high } = decadesAround(losses), known = losses.filter((loss) => loss > 0 && Number.isFinite(loss));
    assert.ok(low <= Math.min(...known) * (1 + 1e-9) && high >= Math.max(...known) && high >= 10 * low * (1 - 1e-9));
  }
  assert.deepEqual(decadesAround([]), { low: 0.1, high: 10 });
});

