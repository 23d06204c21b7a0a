import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decodeBase64, encodeBase64, int16Bytes, int16From } from "../../../../src/common/payloads/base64";

test("what Node encodes comes back, and only at its own length", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(210), (bytes, other) => {
      const text = Buffer.from(bytes).toString("base64");
      assert.deepEqual(decodeBase64(text, bytes.length), bytes);
      assert.equal(encodeBase64(bytes), text);
      if (other !== bytes.length) assert.equal(decodeBase64(text, other), undefined);
    }),
  );
});

test("one byte has one spelling", () => {
  assert.deepEqual(decodeBase64("/w==", 1), new Uint8Array([255]));
  for (const text of ["/x==", "/w=A", "/===", "_w==", "\n/w=", "/w", "ÿw==", "=w==", "😀=="])
    assert.equal(decodeBase64(text, 1), undefined, text);
  assert.deepEqual(decodeBase64("", 0), new Uint8Array());
});

test("16 bits are read little end first, with their sign", () => {
  assert.deepEqual(int16From(int16Bytes([1, 256, -1, -32768])), new Int16Array([1, 256, -1, -32768]));
  assert.deepEqual(int16From(new Uint8Array([1, 0, 0, 1, 255, 255, 0, 128])), new Int16Array([1, 256, -1, -32768]));
});
