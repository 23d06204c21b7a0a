import assert from "node:assert/strict";
import { test } from "node:test";
import { HglError } from "../../../../src/common/errors";
import {
  LAYOUT_NAMES,
  bones,
  counterparts,
  defineLayout,
  layoutNamed,
  leavesFirst,
  type LayoutFacts,
} from "../../../../src/model/skeleton/layout";

/** Method, section 2.3, 1-based child -> second ancestor. */
const PUBLISHED_SECOND: Record<string, string> = {
  ntu25: "1-21 4-21 6-21 7-5 8-6 10-21 11-9 12-10 13-2 14-1 15-13 16-14 17-2 18-1 19-17 20-18 22-8 23-7 24-12 25-11",
  "ntu25-wrist":
    "1-21 4-21 6-21 7-5 8-6 10-21 11-9 12-10 13-2 14-1 15-13 16-14 17-2 18-1 19-17 20-18 22-7 23-7 24-11 25-11",
  "ntu25-hand":
    "1-21 4-21 6-21 7-5 8-6 10-21 11-9 12-10 13-2 14-1 15-13 16-14 17-2 18-1 19-17 20-18 22-7 23-7 24-11 25-11",
  ucla20: "1-3 6-3 7-5 8-6 10-3 11-9 12-10 13-2 14-1 15-13 16-14 17-2 18-1 19-17 20-18",
};

/** Method, section 2.3, 1-based child-parent. */
const PUBLISHED_BONES: Record<string, string> = {
  ntu25:
    "1-2 2-21 3-21 4-3 5-21 6-5 7-6 8-7 9-21 10-9 11-10 12-11 13-1 14-13 15-14 16-15 17-1 18-17 19-18 20-19 22-23 23-8 24-25 25-12",
  "ntu25-wrist":
    "1-2 2-21 3-21 4-3 5-21 6-5 7-6 8-7 9-21 10-9 11-10 12-11 13-1 14-13 15-14 16-15 17-1 18-17 19-18 20-19 22-23 23-8 24-25 25-12",
  "ntu25-hand":
    "1-2 2-21 3-21 4-3 5-21 6-5 7-6 8-7 9-21 10-9 11-10 12-11 13-1 14-13 15-14 16-15 17-1 18-17 19-18 20-19 22-8 23-8 24-12 25-12",
  ucla20: "1-2 2-3 4-3 5-3 6-5 7-6 8-7 9-3 10-9 11-10 12-11 13-1 14-13 15-14 16-15 17-1 18-17 19-18 20-19",
};

for (const name of Object.keys(PUBLISHED_BONES)) {
  test(`${name} has the published bones and second ancestors`, () => {
    const layout = layoutNamed(name);
    const second = layout.secondAncestors.flatMap((to, from) => (to < 0 ? [] : [`${from + 1}-${to + 1}`]));
    assert.equal(second.join(" "), PUBLISHED_SECOND[name]);
    assert.equal(
      bones(layout)
        .map(([child, parent]) => `${child + 1}-${parent + 1}`)
        .join(" "),
      PUBLISHED_BONES[name],
    );
  });
}

test("the trees are as deep and as wide as published", () => {
  assert.deepEqual([Math.max(...hops("ntu25", 20)), diameter("ntu25")], [6, 12]);
  assert.deepEqual([Math.max(...hops("ucla20", 2)), diameter("ucla20")], [6, 10]);
});

/** Lineage: ST-GCN's and pyskl's graphs, OpenPose's pairs to render, VideoPose3D, SMPL's kintree_table; 0-based, undirected. */
const PUBLISHED_LINKS: Record<string, string> = {
  openpose18: "4-3 3-2 7-6 6-5 13-12 12-11 10-9 9-8 11-5 8-2 5-1 2-1 0-1 15-0 14-0 17-15 16-14",
  openpose25:
    "1-8 1-2 1-5 2-3 3-4 5-6 6-7 8-9 9-10 10-11 8-12 12-13 13-14 1-0 0-15 15-17 0-16 16-18 14-19 19-20 14-21 11-22 22-23 11-24",
  coco17: "15-13 13-11 16-14 14-12 11-5 12-6 9-7 7-5 10-8 8-6 5-0 6-0 1-0 3-1 2-0 4-2",
  h36m17: "0-1 1-2 2-3 0-4 4-5 5-6 0-7 7-8 8-9 9-10 8-11 11-12 12-13 8-14 14-15 15-16",
  smpl24: "0-1 0-2 0-3 1-4 2-5 3-6 4-7 5-8 6-9 7-10 8-11 9-12 9-13 9-14 12-15 13-16 14-17 16-18 17-19 18-20 19-21 20-22 21-23", // prettier-ignore
};

test("the picture's skeletons, h36m17 and smpl24 have the published links", () => {
  const sorted = (links: readonly (readonly number[])[]): string[] =>
    links.map((link) => [...link].sort(ascending).join("-")).sort();
  for (const [name, links] of Object.entries(PUBLISHED_LINKS)) {
    const published = links.split(" ").map((link) => link.split("-").map(Number));
    assert.deepEqual(sorted(bones(layoutNamed(name))), sorted(published), name);
  }
});

test("kinect20 is ucla20 with a second body", () => {
  const { name, bodies, ...rest } = layoutNamed("kinect20");
  assert.deepEqual([name, bodies], ["kinect20", 2]);
  assert.deepEqual({ ...rest, name: "ucla20", bodies: 1 }, { ...layoutNamed("ucla20") });
});

test("levels are hop distances from their centre of mass, except ntu25's published ones", () => {
  for (const name of LAYOUT_NAMES.filter((name) => name !== "ntu25" && name !== "ntu25-wrist")) {
    const { levels } = layoutNamed(name);
    const distance = hops(name, levels[0]![0]!);
    levels.forEach((level, at) =>
      assert.ok(
        level.every((joint) => distance[joint] === at),
        `${name}, level ${at}`,
      ),
    );
  }
});

test("every mirror pair joins a left and a right joint and keeps bones, parts and levels", () => {
  for (const name of LAYOUT_NAMES) {
    const layout = layoutNamed(name);
    const other = layout.joints.map((_, joint) => joint);
    for (const [left, right] of layout.mirror) {
      assert.equal(layout.joints[left]!.replace("left", "right"), layout.joints[right]);
      [other[left], other[right]] = [right, left];
    }
    const unpaired = layout.joints.filter((joint, at) => other[at] === at && /left|right/.test(joint));
    assert.deepEqual(unpaired, []);
    layout.parents.forEach((parent, joint) => {
      assert.equal(layout.parents[other[joint]!], parent < 0 ? -1 : other[parent]);
    });
    assert.deepEqual(counterparts(layout), other);
    for (const joints of [...Object.values(layout.parts), ...layout.levels]) {
      assert.deepEqual(joints.map((joint) => other[joint]!).sort(ascending), [...joints].sort(ascending));
    }
    assert.equal(new Set(Object.values(layout.parts).flat()).size, layout.joints.length);
  }
});

test("every joint stands before its ancestors in the leaves-first order", () => {
  for (const name of LAYOUT_NAMES) {
    const layout = layoutNamed(name);
    const order = leavesFirst(layout);
    assert.deepEqual(
      [...order].sort(ascending),
      layout.joints.map((_, joint) => joint),
    );
    for (const [child, parent] of bones(layout)) assert.ok(order.indexOf(child) < order.indexOf(parent));
  }
});

test("an unknown layout is named, with the nearest one", () => {
  assert.throws(
    () => layoutNamed("ntu52"),
    (error: HglError) => {
      assert.equal(error.code, "model");
      assert.match(error.message, /"ntu52".*did you mean "ntu25"/);
      return true;
    },
  );
  assert.throws(() => layoutNamed("openpose-18"), /did you mean "openpose18"/);
  assert.throws(() => layoutNamed("hands"), /use one of ntu25, ntu25-wrist, ntu25-hand, ucla20/);
});

test("facts that describe no skeleton are refused", () => {
  const good: LayoutFacts = {
    name: "stick",
    version: 1,
    joints: ["a", "b", "c"],
    parents: [-1, 0, 1],
    center: 0,
    levels: [[0], [1], [2]],
    parts: { head: [0], hand: [1], hip: [1], foot: [2] },
    mirror: [],
    bodies: 1,
  };
  assert.deepEqual(defineLayout(good).secondAncestors, [-1, -1, 0]);
  assert.deepEqual(defineLayout({ ...good, secondAncestors: [-1, 0, -1] }).secondAncestors, [-1, 0, -1]);
  const bad: [Partial<LayoutFacts>, RegExp][] = [
    [{ parents: [-1, 0] }, /3 joints but 2 parents/],
    [{ parents: [-1, -1, 0] }, /exactly one root/],
    [{ parents: [1, 2, 0] }, /exactly one root/],
    [{ parents: [-1, 2, 1] }, /circle/],
    [{ parents: [-1, 0, 7] }, /joint 2 has parent 7/],
    [{ parents: [-1, 0, 0.5] }, /joint 2 has parent 0.5/],
    [{ levels: [[0], [1]] }, /every joint exactly once/],
    [{ levels: [[0], [1, 1], [2]] }, /every joint exactly once/],
    [{ levels: [[0], [], [1, 2]] }, /level is empty/],
    [{ levels: [[0, 1], [2]] }, /centre of mass alone/],
    [{ center: 3 }, /no joint 3/],
    [{ parts: { ...good.parts, foot: [-1] } }, /no joint -1/],
    [{ mirror: [[1, 1]] }, /mirrored twice/],
    [{ mirror: [[1, 2]] }, /the mirror pairs "b" with "c", but their bones are no counterparts/],
    [{ parents: [-1, 0, 0], secondAncestors: [-1, 0, -1], mirror: [[1, 2]] }, /their K-bones are no counterparts/],
    [{ secondAncestors: [-1, -1] }, /3 joints but 2 second ancestors/],
    [{ secondAncestors: [-1, 2, -1] }, /joint 1 has second ancestor 2, which is none of its ancestors/],
    [{ secondAncestors: [-1, -1, 0.5] }, /joint 2 has second ancestor 0.5/],
    [{ joints: ["a", "b", "a"] }, /two joints are called "a"/],
    [{ version: 0 }, /version 0/],
    [{ bodies: 0 }, /0 bodies/],
    [{ bodies: 17 }, /17 bodies/],
  ];
  for (const [change, message] of bad) {
    assert.throws(
      () => defineLayout({ ...good, ...change }),
      (error) => error instanceof HglError && message.test(error.message),
      `${message}`,
    );
  }
});

const ascending = (a: number, b: number): number => a - b;

function hops(name: string, from: number): number[] {
  const layout = layoutNamed(name);
  const distance = layout.joints.map(() => Infinity);
  distance[from] = 0;
  for (let round = 0; round < layout.joints.length; round++) {
    for (const [a, b] of bones(layout)) {
      distance[a] = Math.min(distance[a]!, distance[b]! + 1);
      distance[b] = Math.min(distance[b]!, distance[a]! + 1);
    }
  }
  return distance;
}

function diameter(name: string): number {
  return Math.max(...layoutNamed(name).joints.flatMap((_, from) => hops(name, from)));
}
