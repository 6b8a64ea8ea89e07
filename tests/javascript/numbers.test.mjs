// The browser writes numbers as Python does: one table of cases, and random numbers with what Python wrote.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const writers = await import(process.env.MODULE);
const read = (text) => ({ nan: NaN, inf: Infinity, "-inf": -Infinity })[text] ?? Number(text);

for (const [name, cases] of Object.entries(JSON.parse(readFileSync(process.env.CASES, "utf8"))))
  test(`${name}: ${cases.length} cases`, () => {
    assert.ok(cases.length > 0);
    for (const [value, expected] of cases) assert.equal(writers[name](read(value)), expected, value);
  });
