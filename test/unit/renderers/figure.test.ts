import assert from "node:assert/strict";
import { test } from "node:test";
import { checkFigure } from "../../../src/common/payloads/figure";
import { figurePayload } from "./payloads";

const refused = (changes: Record<string, unknown>): string => {
  const checked = checkFigure({ ...figurePayload(), ...changes });
  assert.ok(!checked.ok, JSON.stringify(changes).slice(0, 80));
  return checked.reason;
};

test("a sound figure is copied", () => {
  const payload = figurePayload();
  const checked = checkFigure(payload);
  assert.ok(checked.ok);
  assert.deepEqual(checked.payload, payload);
  assert.notEqual(checked.payload.files, payload.files);
});

test("anything else is refused with the field's name", () => {
  assert.match(refused({ kind: "confusion" }), /kind/);
  assert.match(refused({ svg: "<script>alert(1)</script>" }), /no drawing/);
  assert.match(refused({ svg: null }), /svg/);
  assert.match(refused({ width: Number.NaN }), /width/);
  assert.match(refused({ height: 1e9 }), /height/);
  assert.match(refused({ scheme: "sepia" }), /scheme/);
  assert.match(refused({ files: Array.from({ length: 17 }, () => ({})) }), /files has 17 items/);
  assert.match(refused({ files: [{ format: "PDF", name: "a.pdf", bytes: -1 }] }), /files\[0\]\.bytes/);
  assert.match(refused({ origin: ["x".repeat(1001)] }), /origin\[0\]/);
  assert.match(refused({ warnings: undefined }), /warnings/);
  assert.match(refused({ warnings: new Array(17).fill("") }), /warnings has 17 items/);
  assert.match(refused({ warnings: [7] }), /warnings\[0\]/);
  assert.match(refused({ origin: Object.create({ length: 1 }) as unknown }), /origin/);
});
