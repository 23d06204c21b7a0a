import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 } from "../../../src/common/crc32";

test("the checksum is the format's, however the bytes are cut", () => {
  const bytes = new TextEncoder().encode("123456789");
  assert.equal(crc32(bytes), 0xcbf43926);
  for (let cut = 0; cut <= 9; cut++)
    assert.equal(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut))), 0xcbf43926);
});
