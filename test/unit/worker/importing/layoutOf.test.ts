import assert from "node:assert/strict";
import { after, test } from "node:test";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { layoutOf } from "../../../../src/worker/importing/layoutOf";
import { filled, scratch } from "./formats/reading";

const { folder, remove } = scratch("layout-of");
after(remove);

test("a cell's layout is a built-in name, or a file beside the notebook", () => {
  filled(folder, { "rig.yaml": "name: rig\njoints: [a, b]\nbones: [[b, a]]\n" });
  assert.equal(layoutOf("coco17", folder), layoutNamed("coco17"));
  assert.deepEqual(layoutOf("rig.yaml", folder).parents, [-1, 0]);
  assert.throws(() => layoutOf("coco18", folder), /did you mean "coco17"/);
  assert.throws(() => layoutOf("none.yml", folder), /there is no file or folder .*none\.yml/);
});
