import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { KIND_NAMES, KINDS } from "../../../src/notebook/cells/kinds";
import { keysOf, referencePage } from "../../../src/notebook/reference";

const page = new URL("../../../docs/cells.md", import.meta.url);

test("docs/cells.md says what the schemas say (UPDATE_DOCS=1 writes it)", () => {
  if (process.env["UPDATE_DOCS"]) writeFileSync(page, referencePage());
  assert.equal(readFileSync(page, "utf8"), referencePage());
});

test("every key tells its meaning, default and range in words", () => {
  for (const kind of KIND_NAMES) {
    for (const { key, meaning, default: value, allowed } of keysOf(KINDS[kind].schema)) {
      assert.match(meaning, /\.$/, key);
      assert.ok(value.length > 0, key);
      assert.doesNotMatch(allowed, /undefined|a value|9007199254740991/, key);
    }
  }
});
