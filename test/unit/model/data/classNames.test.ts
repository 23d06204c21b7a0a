import assert from "node:assert/strict";
import { test } from "node:test";
import { ntuClasses, numberedClasses } from "../../../../src/model/data/classNames";

test("classes without names are counted from 1", () => assert.deepEqual(numberedClasses(2), ["class 1", "class 2"]));

test("NTU RGB+D's classes have their authors' names", () => {
  assert.deepEqual([ntuClasses(60)?.length, ntuClasses(60)?.[0]], [60, "drink water"]);
  assert.deepEqual([ntuClasses(120)?.length, ntuClasses(120)?.[0]], [120, "drink water"]);
  assert.equal(ntuClasses(61), undefined);
});
