import assert from "node:assert/strict";
import { test } from "node:test";
import { boneGraphs, boneSupport, hierarchyGraphs } from "../../../../src/model/skeleton/graph";
import { LAYOUT_NAMES, layoutNamed } from "../../../../src/model/skeleton/layout";

const edges = (graph: Float32Array): number => graph.filter((value) => value !== 0).length;

test("the hierarchy has the published number of forward edges", () => {
  for (const [name, count] of [
    ["ntu25", 88],
    ["ucla20", 56],
    ["uiprmd22", 72],
  ] as const) {
    const [self, forward, reverse] = hierarchyGraphs(layoutNamed(name));
    assert.deepEqual([edges(self), edges(forward), edges(reverse)], [layoutNamed(name).joints.length, count, count]);
  }
});

test("the bones' support has V + 2 (V - 1) entries, sorted, with the values of P_j", () => {
  for (const [name, count] of [
    ["ntu25", 73],
    ["ucla20", 58],
    ["uiprmd22", 64],
  ] as const) {
    const layout = layoutNamed(name);
    const size = layout.joints.length;
    const support = boneSupport(layout);
    assert.equal(support.length, count);
    assert.deepEqual(
      [0, 1, 2].map((j) => support.filter((entry) => entry.j === j).length),
      [size, size - 1, size - 1],
    );
    const places = support.map(({ j, u, v }) => (j * size + u) * size + v);
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
    const graphs = boneGraphs(layout);
    for (const { j, u, v, value } of support) assert.equal(graphs[j]![u * size + v], value);
  }
});

test("every row of every graph sums to one, or is empty where there is nothing to gather", () => {
  for (const name of LAYOUT_NAMES) {
    const layout = layoutNamed(name);
    const size = layout.joints.length;
    const [centre] = layout.levels[0]!;
    const leaves = layout.joints.map((_, joint) => joint).filter((joint) => !layout.parents.includes(joint));
    const empty = [[], [centre], layout.levels.at(-1)!, [], leaves, [layout.parents.indexOf(-1)]];
    [...hierarchyGraphs(layout), ...boneGraphs(layout)].forEach((graph, at) => {
      for (let u = 0; u < size; u++) {
        const sum = graph.subarray(u * size, (u + 1) * size).reduce((a, b) => a + b, 0);
        const expected = empty[at]!.includes(u) ? 0 : 1;
        assert.ok(Math.abs(sum - expected) < 1e-6, `${name}, graph ${at}, row ${u}: ${sum}`);
      }
    });
  }
});

test("row u gathers from column v: children from their parent, levels from the one before", () => {
  const layout = layoutNamed("ntu25");
  const at = (u: number, v: number): number => (u - 1) * 25 + (v - 1);
  const [, fromChildren, fromParent] = boneGraphs(layout);
  assert.equal(fromParent[at(13, 1)], 1);
  assert.equal(fromParent[at(1, 13)], 0);
  assert.equal(fromChildren[at(1, 13)], 0.5);
  assert.equal(fromChildren[at(21, 9)], 0.25);
  const [, forward, reverse] = hierarchyGraphs(layout);
  assert.equal(forward[at(16, 22)], Math.fround(1 / 6));
  assert.equal(forward[at(22, 16)], 0);
  assert.equal(reverse[at(22, 16)], 0.5);
  assert.equal(reverse[at(21, 3)], 0.25);
});
