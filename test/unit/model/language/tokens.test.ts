import assert from "node:assert/strict";
import { test } from "node:test";
import { leadingTokens, skeletonTokens } from "../../../../src/model/language/tokens";
import { layoutNamed } from "../../../../src/model/skeleton/layout";
import { assertClose, assertRecordedIsEager, valuesFor } from "../../engine/harness";

for (const name of ["ntu25", "ucla20"]) {
  test(`skeleton tokens are means of the last map over what they stand for: ${name}`, async () => {
    const layout = layoutNamed(name);
    const [n, c, steps] = [2, 3, 4];
    const [m, v] = [layout.bodies, layout.joints.length];
    const shapes = { map: [n * m, c, v, steps] };
    const inputs = valuesFor(shapes, 1);
    const map = inputs.map!;
    const { y } = await assertRecordedIsEager(shapes, ({ map }) => ({ y: skeletonTokens(layout, map!) }), inputs);
    const all = (count: number): number[] => [...Array(count).keys()];
    const expected: number[] = [];
    for (const clip of all(n)) {
      const mean = (joints: readonly number[], frames: readonly number[], channel: number): number => {
        const values = all(m).flatMap((body) =>
          joints.flatMap((joint) =>
            frames.map((t) => map[(((clip * m + body) * c + channel) * v + joint) * steps + t]!),
          ),
        );
        return values.reduce((a, b) => a + b) / values.length;
      };
      const lists = [all(v), ...Object.values(layout.parts)];
      for (const joints of lists) for (const channel of all(c)) expected.push(mean(joints, all(steps), channel));
      for (const t of all(steps)) for (const channel of all(c)) expected.push(mean(all(v), [t], channel));
    }
    assert.equal(expected.length, n * (leadingTokens(layout) + steps) * c);
    assertClose(y!, expected, 1e-5, "tokens", 1);
  });
}
