// Two files of a module that name one thing alike fail to load, as in the browser.

import assert from "node:assert";
import { delimiter } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

for (const file of process.env.MODULES.split(delimiter))
  test(file, async () => {
    const module = await import(pathToFileURL(file));
    assert.ok(module.default, "it exports nothing");
  });
