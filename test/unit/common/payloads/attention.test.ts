import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  checkAttention,
  MOST_ATTENTION_BLOCKS,
  MOST_ATTENTION_BYTES,
  MOST_ATTENTION_MAPS,
  MOST_ATTENTION_SIDE,
  MOST_ATTENTION_SUBJECTS,
} from "../../../../src/common/payloads/attention";
import type { AttentionMap, AttentionPayload, AttentionSubject } from "../../../../src/common/payloads/attention";
import { attentionPayload, LARGE } from "../../renderers/attentionPayload";

const good = attentionPayload();
const [subject] = good.subjects as [AttentionSubject];
const first = (term: string): AttentionMap => subject.maps.find((map) => map.term === term)!;
const withSubject = (more: object): unknown => ({ ...good, subjects: [{ ...subject, ...more }] });
const withMap = (map: AttentionMap, more: object): unknown => withSubject({ maps: [{ ...map, ...more }] });
const zeros = (bytes: number): string => Buffer.alloc(bytes).toString("base64");

test("a good payload comes back with its maps and its movements as numbers", () => {
  const check = checkAttention(attentionPayload(LARGE));
  assert.ok(check.ok);
  const given = attentionPayload(LARGE);
  const back: AttentionPayload = {
    ...check.payload,
    subjects: check.payload.subjects.map(({ motion, maps, ...subject }) => ({
      ...subject,
      motion: motion && {
        unit: motion.unit,
        bodies: motion.bodies,
        coordinates: Buffer.from(motion.coordinates.buffer).toString("base64"),
      },
      maps: maps.map(({ codes, ...map }) => ({ ...map, values: Buffer.from(codes.buffer).toString("base64") })),
    })),
  };
  assert.deepEqual(back, given);
  const { maps, motion } = check.payload.subjects[0]!;
  assert.equal(motion!.frames, LARGE.window);
  for (const { signed, codes } of maps) assert.equal(codes instanceof Int8Array, signed);
  assert.ok(maps.some(({ codes }) => codes.includes(-127)) && maps.some(({ codes }) => codes.includes(255)));
});

test("maps between tokens have names of their own", () => {
  const tokens = ["global", "hand", "raises"];
  const map = { ...first("S"), term: "ssf", rows: 3, columns: 3, tokens, values: zeros(9) };
  const check = checkAttention(withSubject({ maps: [map] }));
  assert.ok(check.ok);
  assert.deepEqual(check.payload.subjects[0]!.maps[0]!.tokens, tokens);
});

test("hostile payloads are refused with their reason", () => {
  const [joints, frames] = [first("S"), first("gta")];
  const side = MOST_ATTENTION_SIDE;
  const cases: [unknown, RegExp][] = [
    [undefined, /not an object/],
    [{ ...good, kind: "skeleton" }, /kind is "skeleton"/],
    [{ ...good, joints: good.joints.slice(1) }, /parents has 25 items for 24 joints|parents\[\d+\] is 24/],
    [{ ...good, window: 0 }, /window is 0/],
    [{ ...good, blocks: [] }, /there are no blocks/],
    [{ ...good, blocks: new Array(MOST_ATTENTION_BLOCKS + 1) }, /blocks has 33 items/],
    [{ ...good, blocks: [{ name: "block 1", frames: 9 }] }, /blocks\[0\]\.frames is 9/],
    [{ ...good, subjects: [] }, /there are no subjects/],
    [{ ...good, subjects: new Array(MOST_ATTENTION_SUBJECTS + 1) }, /subjects has 17 items/],
    [withSubject({ maps: [] }), /subjects\[0\] has no maps/],
    [withSubject({ maps: new Array(MOST_ATTENTION_MAPS + 1) }), /maps has 4097 items/],
    [withSubject({ signed: 0 }), /subjects\[0\]\.signed is 0, not true or false/],
    [withSubject({ clips: 0.5 }), /clips is 0\.5/],
    [withSubject({ motion: undefined }), /motion is not an object/],
    [
      withSubject({ motion: { ...subject.motion, bodies: 2 } }),
      /motion\.coordinates is not the base64 of 1200 numbers/,
    ],
    [withSubject({ motion: { ...subject.motion, bodies: 17 } }), /bodies is 17/],
    [withMap(joints, { term: "attention" }), /term is "attention", not one of S, D, Q/],
    [withMap(joints, { block: 2 }), /block is 2/],
    [withMap(joints, { rows: 24 }), /is 24 x 25, for 25 joints/],
    [withMap(joints, { rows: side + 1 }), /rows is 513/],
    [withMap(joints, { tokens: good.joints }), /tokens is for the term ssf/],
    [withMap(joints, { term: "ssf" }), /tokens is for the term ssf/],
    [withMap(joints, { term: "ssf", tokens: ["a"] }), /is 25 x 25, for 1 tokens/],
    [withMap(frames, { rows: frames.columns + 1 }), /for a window of 8 frames/],
    [withMap(frames, { columns: 9 }), /for a window of 8 frames/],
    [withMap(joints, { max: -1 }), /max is -1/],
    [withMap(joints, { max: NaN }), /max is NaN/],
    [withMap(joints, { gate: "0" }), /gate is "0"/],
    [withMap(joints, { body: 16 }), /body is 16/],
    [withMap(joints, { values: joints.values.slice(4) }), /values is not the base64 of 625 bytes/],
    [withMap(joints, { values: "A".repeat(5000) }), /values is longer than/],
    [withMap(joints, { values: Buffer.alloc(625, 128).toString("base64") }), /code -128/],
  ];
  for (const [value, reason] of cases) {
    const check = checkAttention(value);
    assert.ok(!check.ok, String(reason));
    assert.match(check.reason, reason);
  }
});

test("what would not fit is refused before it is decoded", () => {
  const side = MOST_ATTENTION_SIDE;
  const huge = { ...first("gta"), rows: side, columns: side, values: zeros(side * side) };
  const many = MOST_ATTENTION_BYTES / side ** 2;
  const payload = (count: number): unknown => ({
    ...good,
    window: side,
    subjects: [{ ...subject, motion: null, maps: new Array(count).fill(huge) }],
  });
  assert.ok(checkAttention(payload(many)).ok);
  const check = checkAttention(payload(many + 1));
  assert.ok(!check.ok);
  assert.match(check.reason, /more than 33554432 bytes/);

  const tiny = { ...first("gta"), rows: 1, columns: 1, values: zeros(1) };
  const half = { ...subject, motion: null, maps: new Array(MOST_ATTENTION_MAPS / 2 + 1).fill(tiny) };
  const crowd = checkAttention({ ...good, subjects: [half, half] });
  assert.ok(!crowd.ok);
  assert.match(crowd.reason, /more than 4096 maps/);
});

test("any value is either refused or a payload whose sizes agree", () => {
  const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true });
  const near = fc.oneof(
    fc
      .tuple(fc.constantFrom(...Object.keys(good)), anything)
      .map(([field, value]) => ({ ...good, [field]: value }) as unknown),
    fc
      .tuple(fc.constantFrom(...Object.keys(subject)), anything)
      .map(([field, value]) => withSubject({ [field]: value })),
    fc
      .tuple(fc.constantFrom(...subject.maps), fc.constantFrom(...Object.keys(subject.maps[0]!)), anything)
      .map(([map, field, value]) => withMap(map, { [field]: value })),
  );
  fc.assert(
    fc.property(fc.oneof(anything, near), (value) => {
      const check = checkAttention(value);
      if (!check.ok) return assert.ok(check.reason.length > 0);
      const { joints, blocks, window, subjects } = check.payload;
      for (const { motion, maps } of subjects) {
        if (motion) assert.equal(motion.coordinates.length, window * motion.bodies * joints.length * 3);
        for (const { rows, columns, codes, block, max, tokens, term } of maps) {
          assert.equal(codes.length, rows * columns);
          assert.ok(block < blocks.length && Number.isFinite(max) && max >= 0);
          if (term !== "gta") assert.deepEqual([rows, columns], new Array(2).fill((tokens ?? joints).length));
        }
      }
    }),
    { numRuns: 500 },
  );
});
