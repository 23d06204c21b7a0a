import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dropoutMask } from "../../../../src/model/train/dropout";

describe("A dropout mask", () => {
  it("drops its share and keeps the expectation", () => {
    for (const share of [0.1, 0.5, 0.9]) {
      const mask = dropoutMask(1, 0, 100, 200, share);
      const kept = Math.fround(1 / (1 - share));
      assert.ok(mask.every((value) => value === 0 || value === kept));
      const dropped = mask.filter((value) => value === 0).length / mask.length;
      assert.ok(Math.abs(dropped - share) < 5 * Math.sqrt((share * (1 - share)) / mask.length), `${dropped}`);
    }
  });

  it("follows from seed and step alone, and differs between them", () => {
    const mask = dropoutMask(7, 41, 4, 16, 0.5);
    assert.deepEqual(dropoutMask(7, 41, 4, 16, 0.5), mask);
    assert.notDeepEqual(dropoutMask(7, 42, 4, 16, 0.5), mask);
    assert.notDeepEqual(dropoutMask(8, 41, 4, 16, 0.5), mask);
  });

  it("keeps everything at share 0", () => {
    assert.ok(dropoutMask(1, 0, 4, 16, 0).every((value) => value === 1));
  });
});
