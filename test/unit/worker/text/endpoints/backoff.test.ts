import assert from "node:assert/strict";
import { test } from "node:test";
import { backoff, retryAfter } from "../../../../../src/worker/text/endpoints/backoff";

test("waits double up to half a minute, and half of each is chance", () => {
  assert.deepEqual([1, 2, 3, 6, 7, 50].map((attempt) => backoff(attempt, 1)), [500, 1000, 2000, 16_000, 30_000, 30_000]); // prettier-ignore
  assert.deepEqual([1, 2, 50].map((attempt) => backoff(attempt, 0)), [250, 500, 15_000]); // prettier-ignore
});

test("Retry-After is read in seconds and as a date", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  const table: [string | null, number | null][] = [
    ["0", 0],
    [" 12 ", 12_000],
    ["1.5", 1500],
    ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
    ["Thu, 01 Jan 2015 00:01:00 GMT", 0],
    ["soon", null],
    ["-5", null],
    ["", null],
    [null, null],
  ];
  for (const [header, wait] of table) assert.equal(retryAfter(header, now), wait, String(header));
});
