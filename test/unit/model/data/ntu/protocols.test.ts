import assert from "node:assert/strict";
import { test } from "node:test";
import { CLASSES_120, CLASSES_60 } from "../../../../../src/model/data/ntu/classes";
import { MISSING_SKELETONS } from "../../../../../src/model/data/ntu/missing";
import { readSampleName, type SampleName } from "../../../../../src/model/data/ntu/name";
import { PROTOCOLS_120, PROTOCOLS_60 } from "../../../../../src/model/data/ntu/protocols";
import type { Protocol } from "../../../../../src/model/data/protocol";
import { ntu60Names } from "../../../../bench/ntuFiles";

const samples = (names: Iterable<string>): SampleName[] => [...names].map((name) => readSampleName(name)!);

function trains(protocol: Protocol, { performer, camera, setup }: SampleName): boolean {
  if (protocol.by === "clip") throw new Error("NTU RGB+D is divided by numbers");
  const number = { subject: performer, view: camera, setup }[protocol.by];
  return protocol.train.includes(number);
}

/** Samples that are trained on and those that are not. */
const sides = (protocol: Protocol, all: readonly SampleName[]): [number, number] => {
  const train = all.filter((sample) => trains(protocol, sample)).length;
  return [train, all.length - train];
};

test("302 samples of NTU RGB+D 60 are listed and 535 of 120, in the order of their names", () => {
  const names = [...MISSING_SKELETONS];
  assert.equal(names.length, 535);
  assert.equal(samples(names).filter(({ setup }) => setup <= 17).length, 302);
  assert.deepEqual(names, [...names].sort());
  assert.deepEqual([names[0], names[301], names[302], names[534]], [
    "S001C002P005R002A008",
    "S017C003P020R001A059",
    "S019C001P046R001A075",
    "S032C003P067R002A077",
  ]); // prettier-ignore
  for (const { setup, action } of samples(names)) assert.equal(action > 60, setup > 17);
});

test("without them NTU RGB+D 60 has the clips of the published protocols", () => {
  const all = samples(ntu60Names().filter((name) => !MISSING_SKELETONS.has(name)));
  assert.equal(all.length, 56_578);
  assert.deepEqual(
    PROTOCOLS_60.map((protocol) => [protocol.name, ...sides(protocol, all)]),
    [
      ["X-Sub", 40_091, 16_487],
      ["X-View", 37_646, 18_932],
    ],
  );
});

test("the listed samples are what NTU RGB+D 120's protocols lack of whole set-ups and performers", () => {
  const listed = samples(MISSING_SKELETONS);
  const published: Record<string, [number, number]> = { "X-Sub": [63_026, 50_919], "X-Set": [54_468, 59_477] };
  for (const protocol of PROTOCOLS_120) {
    const [train, test] = sides(protocol, listed);
    const [ofTrain, ofTest] = published[protocol.name]!;
    assert.equal(ofTrain + train + ofTest + test, 114_480);
    // A performer's visit is 60 actions twice before three cameras.
    assert.deepEqual([(ofTrain + train) % 360, (ofTest + test) % 360], [0, 0], protocol.name);
  }
});

test("classes are the actions in their order", () => {
  assert.deepEqual([CLASSES_60.length, CLASSES_120.length, new Set(CLASSES_120).size], [60, 120, 120]);
  for (const [action, name] of [
    [1, "drink water"],
    [28, "make a phone call/answer phone"],
    [50, "punching/slapping other person"],
    [60, "walking apart from each other"],
    [61, "put on headphone"],
    [100, "butt kicks (kick backward)"],
    [120, "finger-guessing game (playing rock-paper-scissors)"],
  ] as const) {
    assert.equal(CLASSES_120[action - 1], name);
  }
});
