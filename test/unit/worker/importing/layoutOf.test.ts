import assert from "node:assert/strict";
import { after, test } from "node:test";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { layoutOf } from "../../../../src/worker/importing/layoutOf";
import { filled, scratch } from "./formats/reading";

const { folder, remove } = scratch("layout-of");
after(remove);

test("a cell's layout is a built-in name, or a file beside the notebook", async () => {
  filled(folder, { "rig.yaml": "name: rig\njoints: [a, b]\nbones: [[b, a]]\n" });
  assert.equal(await layoutOf("coco17", folder), layoutNamed("coco17"));
  assert.deepEqual((await layoutOf("rig.yaml", folder)).parents, [-1, 0]);
  await assert.rejects(layoutOf("coco18", folder), /did you mean "coco17"/);
  await assert.rejects(layoutOf("none.yml", folder), /there is no file or folder .*none\.yml/);
});
