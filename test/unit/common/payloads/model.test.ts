import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { checkModel, type NetworkView } from "../../../../src/common/payloads/model";
import { modelPayload, networkView } from "../../renderers/payloads";

const TIMES = { milliseconds: [2, -0.1, 1], processor: "P", threads: 2, batch: 8, at: 1_700_000_000_000 };
const good = modelPayload(networkView(3, { times: TIMES }), networkView(1));

test("a good payload comes back as it was, and nothing else of it", () => {
  const check = checkModel({ ...good, extra: 1 });
  assert.ok(check.ok);
  assert.deepEqual(check.payload, good);
});

test("hostile payloads are refused with their reason", () => {
  const [network] = good.networks as [NetworkView];
  const one = (more: object): unknown => ({ ...good, networks: [{ ...network, ...more }] });
  const part = (more: object): unknown =>
    one({ parts: network.parts.map((each, i) => (i === 1 ? { ...each, ...more } : each)) });
  const times = (more: object): unknown => one({ times: { ...TIMES, ...more } });
  const cases: [unknown, RegExp][] = [
    [null, /not an object/],
    [{ ...good, kind: "data" }, /kind is "data"/],
    [{ ...good, networks: [] }, /there are no networks/],
    [{ ...good, networks: new Array(33) }, /networks has 33 items/],
    [{ ...good, cell: 3 }, /cell is 3/],
    [one({ parts: [] }), /networks\[0\] has parts of 0 blocks, not of 3/],
    [one({ parts: new Array(1000) }), /parts has 1000 items/],
    [one({ blocks: network.blocks.slice(1) }), /has parts of 3 blocks, not of 2/],
    [one({ blocks: new Array(65) }), /blocks has 65 items/],
    [one({ window: 0 }), /window is 0/],
    [part({ block: 2 }), /has block 2 after block 0/],
    [part({ block: 0 }), /block is 0/],
    [part({ macs: -1 }), /macs is -1/],
    [part({ kept: 0.5 }), /kept is 0\.5/],
    [part({ output: "x".repeat(101) }), /output is longer than 100/],
    [part({ settings: [{ key: "../x", value: "1" }] }), /settings\[0\]\.key is no key of a cell/],
    [part({ settings: [{ key: "gsm", value: 1 }] }), /value is 1/],
    [part({ settings: new Array(9) }), /settings has 9 items/],
    [times({ milliseconds: [1, 2] }), /has 3 blocks and times of 2/],
    [times({ milliseconds: [1, 2, NaN] }), /milliseconds\[2\] is not a time/],
    [times({ threads: 0 }), /threads is 0/],
    [times({ at: 1e16 }), /at is 10000000000000000/],
    [one({ times: undefined }), /is not an object/],
  ];
  for (const [value, reason] of cases) {
    const check = checkModel(value);
    assert.ok(!check.ok);
    assert.match(check.reason, reason);
  }
});

test("no value makes the guard throw", () => {
  fc.assert(fc.property(fc.anything(), (value) => !checkModel(value).ok));
  fc.assert(
    fc.property(fc.anything(), fc.constantFrom("parts", "blocks", "times", "cells"), (value, key) => {
      checkModel({ ...good, networks: [{ ...good.networks[0], [key]: value }] });
    }),
  );
});
