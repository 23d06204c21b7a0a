import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkAttention } from "../../../src/common/payloads/attention";
import type { DecodedAttention, DecodedMap } from "../../../src/common/payloads/attention";
import { arcAt, arcsOf } from "../../../src/renderers/attention/arcs";
import { offered, ofAllBlocks, settle } from "../../../src/renderers/attention/choice";
import { frameOf, indexOf } from "../../../src/renderers/attention/frames";
import { layOutFrames, layOutNames, placeAt } from "../../../src/renderers/attention/geometry";
import { byPart, Grid, MOST_EDGES, strongest } from "../../../src/renderers/attention/grid";
import { colourOf, levelOf, pixelsOf, scaleOf, tableOf, valueOf } from "../../../src/renderers/attention/scale";
import type { Ramp, Scale } from "../../../src/renderers/attention/scale";
import { jointSentence, mapFacts, sentence, subjectFacts, weight } from "../../../src/renderers/attention/words";
import { luminance } from "../../../src/renderers/frame/colour";
import { attentionPayload } from "./attentionPayload";

function decoded(): DecodedAttention {
  const check = checkAttention(attentionPayload());
  assert.ok(check.ok);
  return check.payload;
}

/** A map of three joints whose code 10 stands for 1. */
function grid(codes: readonly number[], more: Partial<DecodedMap> = {}): Grid {
  const signed = more.signed ?? false;
  return new Grid({
    term: "Q",
    block: 0,
    part: "forward",
    body: null,
    rows: 3,
    columns: 3,
    tokens: null,
    signed,
    max: (signed ? 127 : 255) / 10,
    codes: signed ? Int8Array.from(codes) : Uint8Array.from(codes),
    gate: null,
    ...more,
  });
}

const three: DecodedAttention = {
  ...decoded(),
  joints: ["waist", "leftHand", "head"],
  parents: [-1, 0, 0],
  partOf: [0, 1, 0],
  blocks: [{ name: "block 1", frames: 8 }],
};

test("the map shown fulfils each wish in turn where one is left that does, and is one of the subject's", () => {
  const { maps } = decoded().subjects[0]!;
  const told = ({ term, part, block }: DecodedMap): string => `${term} ${part} ${block}`;
  const cases: [object, string][] = [
    [{}, "S self 0"],
    [{ term: "Q" }, "Q self 0"],
    [{ term: "Q", part: "reverse", block: 1 }, "Q reverse 1"],
    [{ term: "gta", part: "reverse", block: 1 }, "gta head 1 1"],
    [{ term: "ssf", block: 1 }, "S self 1"],
    [{ term: "lse", part: "parent", block: 7, body: 3 }, "lse parent 0"],
  ];
  for (const [wanted, found] of cases) assert.equal(told(settle(maps, wanted)), found, JSON.stringify(wanted));
  const shown = settle(maps, { term: "Q" });
  assert.deepEqual(offered(maps, shown, "term"), ["S", "lse", "D", "Q", "A", "gta"]);
  assert.deepEqual(offered(maps, shown, "part"), ["self", "forward", "reverse"]);
  assert.deepEqual(offered(maps, shown, "body"), [0]);
  assert.deepEqual(
    ofAllBlocks(maps, shown, 3).map((map) => map && told(map)),
    ["Q self 0", "Q self 1", undefined],
  );
});

test("edges are the weights between joints, strongest first; of joints to themselves where there are no others", () => {
  const one = grid([90, 0, -5, 20, 0, 0, 0, 60, 80], { signed: true });
  assert.deepEqual(one.edges, [
    { to: 2, from: 1, value: 6 },
    { to: 1, from: 0, value: 2 },
    { to: 0, from: 2, value: -0.5 },
  ]);
  assert.deepEqual([one.largest, one.largestBetween], [9, 6]);
  assert.deepEqual(
    grid([10, 0, 0, 0, 30, 0, 0, 0, 0]).edges.map(({ to, from }) => [to, from]),
    [
      [1, 1],
      [0, 0],
    ],
  );
  assert.deepEqual(strongest(one.edges, { by: "number", most: 2 }), one.edges.slice(0, 2));
  assert.deepEqual(strongest(one.edges, { by: "share", least: 0.3 }), one.edges.slice(0, 2));
  assert.deepEqual(strongest(one.edges, { by: "share", least: 0.05 }), one.edges);
  assert.deepEqual(strongest([], { by: "share", least: 0.5 }), []);
  const many = Array.from({ length: 1000 }, () => ({ to: 0, from: 1, value: 1 }));
  assert.equal(strongest(many, { by: "share", least: 0.5 }).length, MOST_EDGES);
});

test("the share of bones counts weights between joints by size, in both directions", () => {
  assert.equal(grid([99, 10, 20, 0, 0, 30, 0, 40, 0]).shareOnBones(three.parents), 0.3);
  assert.ok(Number.isNaN(grid([9, 0, 0, 0, 9, 0, 0, 0, 9]).shareOnBones(three.parents)));
});

test("a row's peaks stand out from their neighbours, and a column receives its mean", () => {
  const frames = grid([1, 5, 4, 4, 5, 5, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0], { term: "gta", rows: 2, columns: 8 });
  const peaks = (most: number): number[] => frames.peaksOf(0, most).map(({ from }) => from);
  assert.deepEqual(peaks(9), [7, 1, 4]);
  assert.deepEqual(peaks(1), [7]);
  assert.deepEqual(frames.peaksOf(1, 3), []);
  assert.deepEqual(frames.received(), [0.05, 0.25, 0.2, 0.2, 0.25, 0.25, 0, 0.45]);
});

test("joints of a part stand together in their order, and each part begins where it does", () => {
  assert.deepEqual(byPart([1, 0, 1, 0, 2]), { order: [1, 3, 0, 2, 4], starts: [2, 4] });
});

test("a scale ends at the largest weight between joints, of the map or of all blocks, and says what is beyond", () => {
  const [one, other] = [grid([90, 0, 0, 20, 0, 0, 0, 60, 0]), grid([0, 100, 0, 0, 0, 0, 0, 0, 0])];
  const all = [one, other];
  assert.deepEqual(scaleOf(one, all, "between", false), { max: 6, signed: false, lifted: false, beyond: true });
  assert.deepEqual(scaleOf(one, all, "map", true), { max: 9, signed: false, lifted: true, beyond: false });
  assert.equal(scaleOf(one, all, "blocks", false).max, 10);
  assert.equal(scaleOf(grid([9, 0, 0, 0, 0, 0, 0, 0, 0]), [], "between", false).max, 0.9);
});

test("levels and values are each other's inverse, within the scale", () => {
  const scales = fc.record({
    max: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    signed: fc.boolean(),
    lifted: fc.boolean(),
    beyond: fc.boolean(),
  });
  fc.assert(
    fc.property(scales, fc.double({ min: -1, max: 1, noNaN: true }), (scale, level) => {
      assert.ok(Math.abs(levelOf(scale, valueOf(scale, level)) - level) < 1e-6);
      assert.ok(Math.abs(levelOf(scale, 1e9)) <= 1);
    }),
  );
  const nothing: Scale = { max: 0, signed: false, lifted: false, beyond: false };
  assert.equal(levelOf(nothing, 1), 0);
});

test("more is always farther from the ground in lightness, on light and on dark grounds, either way", () => {
  const ramps: Ramp[] = [
    { ground: [255, 255, 255], text: [59, 59, 59], more: [0, 114, 178], less: [213, 94, 0] },
    { ground: [0, 0, 0], text: [255, 255, 255], more: [74, 168, 224], less: [255, 140, 60] },
  ];
  for (const ramp of ramps)
    for (const sign of [1, -1]) {
      const away = Array.from({ length: 21 }, (_, i) =>
        Math.abs(luminance(colourOf(ramp, (sign * i) / 20)) - luminance(ramp.ground)),
      );
      for (let i = 1; i < away.length; i++) assert.ok(away[i]! > away[i - 1]!, `${sign} ${i}`);
    }
  const [light] = ramps as [Ramp];
  const pixels = pixelsOf(
    grid([0, 0, 60, 0, 0, 0, 0, 0, 0]),
    scaleOf(grid([0, 0, 60, 0, 0, 0, 0, 0, 0]), [], "map", false),
    tableOf(light),
    [2, 1, 0],
  );
  const cell = (row: number, column: number): number[] => [
    ...pixels.slice(4 * (3 * row + column), 4 * (3 * row + column) + 4),
  ];
  assert.deepEqual(cell(2, 0), [...colourOf(light, 1).map(Math.round), 255]);
  assert.deepEqual(cell(0, 2), [255, 255, 255, 255]);
});

test("a point within a cell is that cell, beside the map none; frames make a square", () => {
  for (const geometry of [
    layOutNames(25, 540, 90),
    layOutNames(200, 300, 90),
    layOutFrames(16, 32, 500),
    layOutFrames(1, 1, 10),
  ]) {
    const { rows, columns, across, down, left, top, width, height } = geometry;
    assert.ok(left + across * columns <= width && top + down * rows <= height);
    for (const [row, column] of [
      [0, 0],
      [rows - 1, columns - 1],
    ] as const)
      assert.deepEqual(placeAt(geometry, left + (column + 0.5) * across, top + (row + 0.5) * down), { row, column });
    assert.equal(placeAt(geometry, left - 1, top + 1), null);
    assert.equal(placeAt(geometry, left + 1, top + down * rows + 1), null);
  }
  const { across, down } = layOutFrames(16, 32, 500);
  assert.ok(Math.abs(32 * across - 16 * down) < 1e-9);
  assert.ok(layOutNames(25, 540, 90).names && !layOutNames(200, 300, 90).names);
});

test("each row stands for the frames from its own to the next one's", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (window, share) => {
      const count = 1 + Math.floor(share * (window - 1));
      for (let frame = 0; frame < window; frame++) {
        const index = indexOf(frame, count, window);
        assert.ok(index >= 0 && index < count && frameOf(index, count, window) <= frame);
        if (index + 1 < count) assert.ok(frameOf(index + 1, count, window) >= frame);
      }
    }),
  );
  assert.deepEqual(
    [0, 1, 2].map((row) => frameOf(row, 32, 64)),
    [0, 2, 4],
  );
});

test("the two directions of a pair bend apart, each is found where it lies, and absent bodies have none", () => {
  const spot = (x: number, y: number) => ({ x, y, scale: 100, near: 0 });
  const bodies = [[spot(0, 0), spot(100, 0)], []];
  const [there, back] = [
    { to: 1, from: 0, value: 1 },
    { to: 0, from: 1, value: 1 },
  ] as const;
  const arcs = arcsOf([there, back], bodies, null);
  assert.equal(arcs.length, 2);
  assert.equal(arcAt(arcs, 50, 8)?.edge, there);
  assert.equal(arcAt(arcs, 50, -8)?.edge, back);
  assert.equal(arcAt(arcs, 50, 40), null);
  assert.deepEqual(arcsOf([there], bodies, 1), []);
});

test("weights and maps in words", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [0.4234, "0.42"],
    [-0.0312, "−0.031"],
    [12.345, "12.3"],
    [1234.5, "1235"],
    [0.00001, "1.0e-5"],
    [-2e7, "−2.0e+7"],
  ];
  for (const [value, words] of cases) assert.equal(weight(value), words);

  const [clip, , difference] = three.subjects as DecodedAttention["subjects"] & { length: 4 };
  const one = grid([0, 4, 0, 0, 0, 4, 0, 0, 7]);
  assert.equal(sentence(three, clip!, one, { to: 1, from: 2 }), "left hand gathers 0.40 from head, block 1, Q forward");
  assert.equal(
    sentence(three, clip!, one, { to: 0, from: 1 }),
    "waist gathers 0.40 from left hand along a bone, block 1, Q forward",
  );
  assert.equal(sentence(three, clip!, one, { to: 2, from: 2 }), "head gathers 0.70 from itself, block 1, Q forward");
  const less = grid([0, -4, 0, 0, 0, 0, 0, 0, 0], { signed: true, term: "A", part: "self" });
  assert.equal(
    sentence(three, difference!, less, { to: 0, from: 1 }),
    "waist gathers 0.40 less from left hand along a bone, block 1, A self",
  );
  const frames = grid([1, 2, 3, 4], { term: "gta", part: "head 2", rows: 1, columns: 4 });
  assert.equal(
    sentence(three, clip!, frames, { to: 0, from: 3 }),
    "frame 1 of 1 gathers 0.40 from frame 4 of 4, block 1, GTA head 2",
  );
  const tokens = grid([0, 5, 0, 0], {
    term: "ssf",
    part: "layer 1",
    rows: 2,
    columns: 2,
    tokens: ["global", "\u202e"],
  });
  assert.equal(
    sentence(three, clip!, tokens, { to: 0, from: 1 }),
    "global gathers 0.50 from token 2, block 1, SSF layer 1",
  );
  assert.equal(
    jointSentence(three, one, 1),
    "left hand gathers most from head (0.40); it gives most to waist (0.40), block 1, Q forward",
  );
  assert.deepEqual(mapFacts(three, grid([0, 4, 0, 0, 0, 4, 0, 0, 7], { gate: 0.25 })), [
    "a softmax over all joints",
    "gate b = 0.25",
    "50.0 % of the weight between joints lies on bones",
  ]);
});

test("whose maps these are, in words", () => {
  assert.deepEqual(decoded().subjects.map(subjectFacts), [
    ["throw", "taken for wave"],
    ["throw", "over 12 clips"],
    ["a difference: blue is more, orange is less", "over 24 clips"],
    ["the same for every clip"],
  ]);
});
