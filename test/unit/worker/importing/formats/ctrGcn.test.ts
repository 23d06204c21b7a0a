import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { layoutNamed } from "../../../../../src/model/skeleton/layout";
import { ctrGcn } from "../../../../../src/worker/importing/formats/ctrGcn";
import { allClips, CONTAINERS, refuses } from "../../../../fixtures/data/containers";

test("a file on disk gives its clips", () => {
  const path = join(CONTAINERS, "NTU60_CS.npz");
  assert.ok(ctrGcn.recognises(path, false));
  assert.ok(!ctrGcn.recognises(CONTAINERS, true));
  assert.equal(allClips(ctrGcn.open(path, {})).length, 5);
});

test("another skeleton than the file's is refused", () => {
  const act = (): unknown => ctrGcn.open(join(CONTAINERS, "NTU60_CS.npz"), { layout: layoutNamed("ucla20") });
  refuses(act, /have the skeleton layout ntu25, not ucla20; leave the layout out/);
});
