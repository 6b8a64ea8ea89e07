// The pure parts of PoseExplorer: which joint a hand takes, where a key moves it, PCK at a threshold.
import assert from "node:assert/strict";
import { test } from "node:test";

const { nearest, nudged, shareAt } = await import(process.env.MODULE);

test("a hand takes the joint that is next to it", () => {
  const places = [[0, 0], [10, 10], [10, 14]];
  assert.deepEqual(nearest(places, [10, 13]), { joint: 2, far: 1 });
  assert.equal(nearest(places, [3, 4]).far, 5);
});

test("arrow keys move by a pixel, with Shift by a quarter, and not out of the image", () => {
  assert.deepEqual(nudged([5, 6], "ArrowUp", false), [4, 6]);
  assert.deepEqual(nudged([5, 6], "ArrowRight", true), [5, 6.25]);
  assert.deepEqual(nudged([0, 64], "ArrowUp", false), [0, 64]);
  assert.deepEqual(nudged([0, 64], "ArrowRight", true), [0, 64]);
  assert.deepEqual(nudged([5.1, 6], "ArrowDown", true), [5.25, 6]);
  assert.equal(nudged([5, 6], "Enter", false), null);
});

test("the share at a threshold is that of the next one known", () => {
  assert.equal(shareAt([0, 0.1, 0.2], [0.1, 0.5, 0.9], 0.11), 0.5);
});
