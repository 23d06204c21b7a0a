import assert from "node:assert/strict";
import { test } from "node:test";
import { applyStream, planStream } from "../../../../src/model/data/streams";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { STREAMS } from "../../../../src/common/vocabulary";

/** Two frames of one body; the values are told apart by plane, joint and frame. */
function streamed(stream: (typeof STREAMS)[number], coordinates: "xyz" | "xyc") {
  const layout = layoutNamed("coco17");
  const joints = layout.joints.length;
  const value = (c: number, v: number, t: number): number => (c + 1) * (v + 1) ** 2 * (t + 1);
  const out = new Float32Array(3 * joints * 2);
  for (let c = 0; c < 3; c++)
    for (let v = 0; v < joints; v++) for (let t = 0; t < 2; t++) out[(c * joints + v) * 2 + t] = value(c, v, t);
  applyStream(out, 0, 1, joints, 2, planStream(stream, layout, coordinates));
  return { layout, value, at: (c: number, v: number, t: number): number => out[(c * joints + v) * 2 + t]! };
}

test("of a confidence, bones take the mean of their ends and differences the mean of their frames", () => {
  for (const stream of STREAMS) {
    const { layout, value, at } = streamed(stream, "xyc");
    const spatial = streamed(stream, "xyz");
    const above = { J: null, B: layout.parents, K: layout.secondAncestors }[stream[0] as "J" | "B" | "K"];
    layout.joints.forEach((_, v) => {
      const far = above && above[v]! >= 0 ? above[v]! : v;
      const score = (t: number): number => (value(2, v, t) + value(2, far, t)) / 2;
      for (let t = 0; t < 2; t++) {
        for (const c of [0, 1]) assert.equal(at(c, v, t), spatial.at(c, v, t), stream);
        const expected = !stream.endsWith("M") ? score(t) : t === 0 ? (score(0) + score(1)) / 2 : 0;
        assert.equal(at(2, v, t), expected, `${stream}, joint ${v}, frame ${t}`);
      }
    });
  }
});
