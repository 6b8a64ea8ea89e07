// The pure parts of TrainingDashboard: axes, labels, tiles, sentences.
import assert from "node:assert/strict";
import { test } from "node:test";

const { logEnds, logShare, decades, epochTicks, accuracyFloor, spaced, sheetOf, tileAfter, tileWords, epochWords, lossEnds, turnLabels, silentFor, idleButtons } = await import(process.env.MODULE);
const near = (a, b, by = 1e-9) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`);

test("a logarithmic axis holds all values and starts at a decade", () => {
  for (const values of [[2.3, 0.04], [0.5], [1e-3, 1e-3], [700, 0.2, NaN, Infinity, 0]]) {
    const [low, high] = logEnds(values), known = values.filter((v) => v > 0 && Number.isFinite(v));
    near(Math.log10(low), Math.round(Math.log10(low)));
    assert.ok(low <= Math.min(...known) && high > Math.max(...known) && high >= 10 * low * 0.999999);
  }
  assert.deepEqual(logEnds([]), [0.1, 10]);
  assert.deepEqual(logEnds([NaN, 0, -1]), [0.1, 10]);
});

test("equal factors are equal ways, and what lies outside stays at the edge", () => {
  near(logShare(0.01, 0.01, 1), 0);
  near(logShare(0.1, 0.01, 1), 0.5);
  near(logShare(0.2, 0.01, 1) - logShare(0.1, 0.01, 1), logShare(0.04, 0.01, 1) - logShare(0.02, 0.01, 1));
  assert.equal(logShare(0, 0.01, 1), 0);
  near(logShare(55, 0.01, 1), 1);
});

test("an axis has few marks", () => {
  assert.deepEqual(decades(0.01, 3), [-2, -1, 0]);
  assert.deepEqual(decades(0.001, 1), [-3, -2, -1, 0]);
  assert.ok(decades(1e-6, 1e6).length <= 5);
  assert.deepEqual(epochTicks(8), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(epochTicks(30), [0, 5, 10, 15, 20, 25, 30]);
  assert.deepEqual(epochTicks(1), [0, 1]);
  for (const epochs of [3, 17, 400, 123456]) assert.ok(epochTicks(epochs).length <= 10 && epochTicks(epochs).at(-1) <= epochs);
});

test("an accuracy axis never cuts a value off", () => {
  assert.equal(accuracyFloor([]), 0);
  assert.equal(accuracyFloor([0.97, 0.49]), 0);
  assert.equal(accuracyFloor([0.97, 0.5]), 0.5);
  assert.equal(accuracyFloor([0.97, NaN, 0.9]), 0.9);
});

test("labels move apart around their middle and keep their order", () => {
  assert.deepEqual(spaced([10, 90], 15, 300), [10, 90]);
  assert.deepEqual(spaced([50, 50], 14, 300), [43, 57]);
  assert.deepEqual(spaced([52, 50], 14, 300), [58, 44]);
  assert.deepEqual(spaced([7], 14, 300), [7]);
});

test("arrows walk the tiles and stop at the ends", () => {
  assert.deepEqual(sheetOf(12), { columns: 6, rows: 2 });
  assert.deepEqual(sheetOf(32), { columns: 8, rows: 4 });
  assert.deepEqual(sheetOf(4), { columns: 4, rows: 1 });
  assert.equal(tileAfter("ArrowRight", 2, 12, 6), 3);
  assert.equal(tileAfter("ArrowDown", 2, 12, 6), 8);
  assert.equal(tileAfter("ArrowDown", 8, 12, 6), 8);
  assert.equal(tileAfter("ArrowLeft", 0, 12, 6), 0);
  assert.equal(tileAfter("End", 0, 12, 6), 11);
  assert.equal(tileAfter("x", 0, 12, 6), null);
});

test("sentences say what is there", () => {
  const about = { name: "1 Conv2d" };
  assert.equal(tileWords("filters", about, [-0.5, 0.25], 3), "Filter 3 of 1 Conv2d: weights from −0.50 to 0.25.");
  assert.equal(tileWords("maps", about, [0, 0, 1.5], 0), "Map 0 after 1 Conv2d: from 0 to 1.50; 2 of 3 cells are 0.");
  assert.equal(tileWords("maps", about, [0, 0], 1), "Map 1 after 1 Conv2d: every cell is 0 for this image.");
  assert.equal(tileWords("maps", about, [0, NaN], 1), "Map 1 after 1 Conv2d has cells that are no numbers.");
  assert.equal(epochWords(2, "loss", [[1, 0.5], [2, 0.25]], [[1, 1], [2, 0.75]]), "After epoch 2: loss 0.250; on validation images 0.750.");
  assert.equal(epochWords(1, "accuracy", [[1, 0.5]], []), "After epoch 1: accuracy 0.500.");
  assert.equal(epochWords(3, "loss", [[1, 0.5]], []), "No loss after epoch 3 yet.");
});

test("an earlier run that diverged does not stretch the axis", () => {
  assert.deepEqual(lossEnds([2.3, 0.4], [2.3, 1e16]), logEnds([2.3, 0.4]));
  assert.deepEqual(lossEnds([2.3, 0.4], [9, 0.02]), logEnds([9, 0.02]));
  assert.ok(lossEnds([], [2.3, 1e16, NaN])[1] < 1000);
  assert.deepEqual(lossEnds([], []), [0.1, 10]);
});

test("marks of one axis are labelled, the last one always, and none is cut or covers another", () => {
  assert.deepEqual(turnLabels([100, 200], 48, 394), [100, 200]);
  assert.deepEqual(turnLabels([100, 120, 200], 48, 394), [null, 120, 200]);
  assert.deepEqual(turnLabels([385], 48, 394), [370]);
  assert.deepEqual(turnLabels([], 48, 394), []);
});

test("a page that waits too long for an answer says so, one that asked nothing never", () => {
  assert.equal(silentFor(null, 1e9), false);
  assert.equal(silentFor(1000, 3000), false);
  assert.equal(silentFor(1000, 10000), true);
});

test("only buttons that would do nothing are pale", () => {
  const pale = (state) => Object.entries(idleButtons(state)).filter(([, idle]) => idle).map(([name]) => name).join(" ");
  assert.equal(pale("ready"), "pause stop");
  assert.equal(pale("running"), "start");
  assert.equal(pale("paused"), "");
  assert.equal(pale("ended"), "pause step stop");
});
