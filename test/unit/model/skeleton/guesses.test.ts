import assert from "node:assert/strict";
import { test } from "node:test";
import { guessCenter, guessMirror, guessParts } from "../../../../src/model/skeleton/guesses";
import { LAYOUT_NAMES, layoutNamed } from "../../../../src/model/skeleton/layout";

test("the built-in layouts' mirrors are guessed from their joints' names", () => {
  const sorted = (pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] =>
    [...pairs].sort(([a], [b]) => a - b);
  for (const name of LAYOUT_NAMES) {
    const layout = layoutNamed(name);
    assert.deepEqual(guessMirror(layout), sorted(layout.mirror), name);
  }
});

test("sides are found in the ways in which tools write them", () => {
  const cases: [left: string, right: string, pairs: number][] = [
    ["LeftArm", "RightArm", 1],
    ["lArm", "rArm", 1],
    ["LHipJoint", "RHipJoint", 1],
    ["arm_l", "arm_r", 1],
    ["arm.L", "arm.R", 1],
    ["Bip01 L Thigh", "Bip01 R Thigh", 0],
    ["mixamorig:LeftArm", "mixamorig:RightArm", 1],
    ["leftarm", "rightarm", 1],
    ["lamp", "ramp", 0],
    ["left", "right", 1],
    ["LeftArm", "RightLeg", 0],
  ];
  for (const [left, right, pairs] of cases) {
    const found = guessMirror({ joints: ["root", left, right], parents: [-1, 0, 0] });
    assert.equal(found.length, pairs, `${left}, ${right}`);
  }
});

test("a pair whose bones are no counterparts is none, and neither is what such a pair leaves behind", () => {
  const joints = ["root", "leftArm", "rightArm", "leftHand", "rightHand", "prop"];
  assert.deepEqual(guessMirror({ joints, parents: [-1, 0, 0, 1, 2, 0] }), [[1, 2], [3, 4]]); // prettier-ignore
  assert.deepEqual(guessMirror({ joints, parents: [-1, 0, 0, 1, 0, 0] }), []);
  assert.deepEqual(guessMirror({ joints, parents: [-1, 0, 0, 0, 5, 0] }), [[1, 2]]);
  assert.deepEqual(guessMirror({ joints, parents: [-1, 0, 0, 1, 2, 4] }), []);
});

test("parts follow names, nameless joints their ancestors, and an unnamed part holds every joint", () => {
  const joints = ["Hips", "LeftUpLeg", "LeftFoot", "Site", "Spine", "Neck", "LeftForeArm", "LHip"];
  assert.deepEqual(guessParts({ joints, parents: [-1, 0, 1, 2, 0, 4, 4, 0] }), {
    head: [5],
    hand: [6],
    hip: [0, 4, 7],
    foot: [1, 2, 3, 7],
  });
  assert.deepEqual(guessParts({ joints: ["a", "b"], parents: [-1, 0] }).foot, [0, 1]);
});

test("the centre is where the arms meet, or else in the middle of the tree", () => {
  for (const [name, center] of [
    ["ucla20", 2],
    ["uiprmd22", 2],
    ["ntu25", 20],
    ["smpl24", 9],
    ["openpose25", 1],
  ] as const) {
    const layout = layoutNamed(name);
    assert.equal(guessCenter(layout, layout.mirror, layout.parts.hand), center, name);
  }
  assert.equal(guessCenter({ joints: ["a", "b", "c", "d", "e"], parents: [-1, 0, 1, 2, 3] }, [], []), 2);
});
