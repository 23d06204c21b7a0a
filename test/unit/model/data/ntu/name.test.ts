import assert from "node:assert/strict";
import { test } from "node:test";
import { outOfRange, readSampleName, sampleName } from "../../../../../src/model/data/ntu/name";

test("a name says set-up, camera, performer, repetition and action", () => {
  const sample = readSampleName("S031C002P103R001A119")!;
  assert.deepEqual(sample, { setup: 31, camera: 2, performer: 103, repetition: 1, action: 119 });
  assert.equal(sampleName(sample), "S031C002P103R001A119");
});

test("a name of another form is none", () => {
  for (const name of ["", "S1C2P3R1A1", "S001C002P003R001A0013", "xS001C002P003R001A001", "s001c002p003r001a001"]) {
    assert.equal(readSampleName(name), undefined, name);
  }
});

test("a number that NTU RGB+D does not have is told", () => {
  for (const [name, expected] of [
    ["S032C003P106R002A120", undefined],
    ["S033C001P001R001A001", "setup 33, outside 1 to 32"],
    ["S001C004P001R001A001", "camera 4, outside 1 to 3"],
    ["S001C001P107R001A001", "performer 107, outside 1 to 106"],
    ["S001C001P001R003A001", "repetition 3, outside 1 to 2"],
    ["S001C001P001R001A000", "action 0, outside 1 to 120"],
  ] as const) {
    assert.equal(outOfRange(readSampleName(name)!), expected);
  }
});
