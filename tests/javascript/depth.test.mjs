// The pure parts of DepthExplorer: the axis of cosines, and a cosine in words.
import assert from "node:assert/strict";
import { test } from "node:test";

const { nineTicks, nearly } = await import(process.env.MODULE);

test("every tick stands where as many nines are", () => {
  for (const [place, text] of nineTicks(-0.4, 7)) {
    const cosine = Number(text.replace("−", "-"));
    assert.ok(Math.abs(-Math.log10(1 - cosine) - place) < 1e-6, text);
  }
  assert.deepEqual(nineTicks(-0.1, 2.5).map(([, text]) => text), ["0", "0.9", "0.99"]);
  assert.equal(nineTicks(-0.4, 7)[0][1], "−1");
});

test("a cosine below 1 is never said to be 1", () => {
  assert.equal(nearly(0.99995), "above 0.9999");
  assert.equal(nearly(0.99512), "0.9951");
  assert.equal(nearly(0.5), "0.50");
  assert.equal(nearly(-0.25), "−0.25");
  assert.match(nearly(NaN), /^unknown/);
});
