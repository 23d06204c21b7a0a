import assert from "node:assert/strict";
import { test } from "node:test";
import { strToU8, zipSync } from "fflate";
import { memoryBytes } from "../../../../../src/model/data/containers/memoryBytes";
import { openZip } from "../../../../../src/model/data/containers/zip";
import type { ByteSource } from "../../../../../src/model/data/source";
import { containerSource, refuses } from "../../../../fixtures/data/containers";
import { crossedZip, quineLikeZip, zipOf } from "../../../../fixtures/data/zips";

const opened = (bytes: Uint8Array): ReturnType<typeof openZip> => openZip(memoryBytes("a.zip", bytes));
const whole = (source: ByteSource): Uint8Array => source.read(0, source.size);

test("stored and deflated entries come back as they were, with and without descriptors and 64-bit sizes", () => {
  const long = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 7);
  const plain = opened(zipSync({ "a/b.txt": strToU8("hello"), long, none: new Uint8Array(0) }, { level: 6 }));
  assert.deepEqual(plain.names, ["a/b.txt", "long", "none"]);
  assert.equal(Buffer.from(whole(plain.bytes("a/b.txt"))).toString(), "hello");
  assert.deepEqual(whole(plain.bytes("long")), long);
  assert.deepEqual(whole(plain.bytes("none")), new Uint8Array(0));
  for (const form of [
    {},
    { descriptor: true },
    { descriptor: true, unsigned: true },
    { wide: true },
    { wide: true, descriptor: true },
  ]) {
    for (const deflate of [false, true]) {
      const zip = opened(zipOf([{ name: "x", data: long, deflate, ...form }]));
      assert.deepEqual(whole(zip.bytes("x")), long, JSON.stringify({ ...form, deflate }));
      zip.check("x");
    }
  }
  // NumPy's own, whose local headers have 64-bit sizes.
  const numpy = openZip(containerSource("NTU120_CSet.npz"));
  for (const name of numpy.names) numpy.check(name);
});

test("a deflated entry is read forwards by position, again from its beginning, and never whole", () => {
  const data = Uint8Array.from({ length: 1_000_000 }, (_, i) => i % 253);
  const source = opened(zipOf([{ name: "x", data, deflate: true }])).bytes("x");
  for (const at of [0, 5, 700_000, 999_999, 3, 500_000]) assert.equal(source.read(at, 1)[0], at % 253);
  assert.deepEqual(source.read(999_990, 10), data.subarray(999_990));
  refuses(() => source.read(999_999, 2), /the bytes end at 1000000, before byte 1000001/);
});

test("changed bytes are found by the checksum, in both ways of reading", () => {
  const data = new Uint8Array(100_000).fill(7);
  for (const deflate of [false, true]) {
    const bytes = zipOf([{ name: "x", data, deflate, crc: 1 }]);
    refuses(
      () => opened(bytes).check("x"),
      /a\.zip, entry x, byte 100000: the checksum is .* where the header says 00000001/,
    );
  }
  refuses(() => whole(opened(zipOf([{ name: "x", data, deflate: true, crc: 1 }])).bytes("x")), /the checksum/);
  const longer = zipOf([{ name: "x", data, deflate: true, size: 99_999 }]);
  refuses(() => opened(longer).check("x"), /longer than the 99999 bytes/);
  const shorter = zipOf([{ name: "x", data, deflate: true, size: 100_001 }]);
  refuses(() => opened(shorter).check("x"), /has 100000 bytes where its header says 100001/);
});

const data = strToU8("some bytes");
const HOSTILE: readonly (readonly [what: string, bytes: Uint8Array, sentence: RegExp])[] = [
  ["a name that climbs", zipOf([{ name: "../../etc/passwd", data }]), /leads out of the archive's folder/],
  ["an absolute name", zipOf([{ name: "/etc/passwd", data }]), /leads out/],
  ["a name of another system", zipOf([{ name: "a\\..\\b", data }]), /leads out/],
  ["a drive", zipOf([{ name: "C:/x", data }]), /leads out/],
  ["a zero byte in a name", zipOf([{ name: "a\0.npy", data }]), /zero byte/],
  ["no name", zipOf([{ name: "", data }]), /name is empty/],
  [
    "two of one name",
    zipOf([
      { name: "x", data },
      { name: "x", data },
    ]),
    /another entry has the same name/,
  ],
  ["encryption", zipOf([{ name: "x", data, flags: 1 }]), /encrypted/],
  ["another method", zipOf([{ name: "x", data, method: 12 }]), /method 12 is neither stored nor deflated?/],
  ["an archive within", zipOf([{ name: "lib 0.zip", data }]), /an archive itself/],
  ["a folder with bytes", zipOf([{ name: "x/", data }]), /a folder cannot hold 10 bytes/],
  ["two sizes of a stored entry", zipOf([{ name: "x", data, size: 11 }]), /10 stored bytes cannot be 11/],
  [
    "a bomb's ratio",
    zipOf([{ name: "x", data: strToU8("x"), deflate: true, size: 4_294_967_294 }]),
    /would grow to 4294967294/,
  ],
  ["more entries than bytes", zipOf([{ name: "x", data }], { entries: 60_000 }), /cannot hold 60000 entries/],
  [
    "more entries than any data set",
    zipOf([{ name: "x", data }], { wideEntries: 500_000 }),
    /500000 entries are over the limit/,
  ],
  ["entries that overlap", quineLikeZip(50), /reaches into byte \d+, where another begins/],
  ["entries that cross", crossedZip(), /reaches into byte \d+, where another begins/],
  ["no archive", strToU8("this is a text file, and no archive at all"), /no zip archive/],
  ["nothing", new Uint8Array(0), /no zip archive/],
];

for (const [what, bytes, sentence] of HOSTILE) {
  test(`refused before anything is read: ${what}`, () => refuses(() => opened(bytes), sentence));
}

const CONTRADICTIONS = [
  ["name", { localName: "y" }, /another name/],
  ["size", { localSize: 11 }, /local header says 11 bytes, the directory 10/],
  ["checksum", { localCrc: 5 }, /another checksum/],
  ["method", { localMethod: 8 }, /another compression method/],
  ["flags", { localFlags: 8 }, /flags 8, the directory 0/],
  ["descriptor", { descriptor: true, descriptorCrc: 5 }, /after the entry's data contradicts/],
] as const;

for (const [what, change, sentence] of CONTRADICTIONS) {
  test(`refused when an entry is opened: local header and directory differ in ${what}`, () => {
    refuses(() => opened(zipOf([{ name: "x", data, ...change }])).bytes("x"), sentence);
  });
}

test("a missing entry is named with what there is", () => {
  refuses(
    () => opened(zipOf([{ name: "x", data }])).bytes("x_train.npy"),
    /no entry "x_train.npy" among the archive's 1 \(x\)/,
  );
});
