import assert from "node:assert/strict";
import { test } from "node:test";
import { strToU8, unzipSync } from "fflate";
import { memoryBytes } from "../../../../../src/model/data/containers/memoryBytes";
import { openTorchCheckpoint } from "../../../../../src/model/data/containers/torchCheckpoint";
import type { TorchCheckpoint } from "../../../../../src/model/data/containers/torchCheckpoint";
import { containerBytes, containerSource, ramp, refuses } from "../../../../fixtures/data/containers";
import { pickle, text } from "../../../../fixtures/data/pickles";
import type { Part } from "../../../../fixtures/data/pickles";
import { zipOf } from "../../../../fixtures/data/zips";

const opened = (bytes: Uint8Array): TorchCheckpoint => openTorchCheckpoint(memoryBytes("x.pt", bytes));

/** The fixture with entries changed; undefined takes one away. */
function changed(entries: Readonly<Record<string, Uint8Array | undefined>>): Uint8Array {
  const all = { ...unzipSync(containerBytes("checkpoint.pt")), ...entries };
  return zipOf(Object.entries(all).flatMap(([name, data]) => (data ? [{ name, data, descriptor: true }] : [])));
}

/** A checkpoint whose data.pkl is made of these parts. */
const withPickle = (...parts: readonly Part[]): Uint8Array => changed({ "weights/data.pkl": pickle(...parts) });

test("tensors come by their dotted names with type, shape and numbers", () => {
  const { tensors, read } = openTorchCheckpoint(containerSource("checkpoint.pt"));
  assert.deepEqual(
    [...tensors].map(([name, { dtype, shape }]) => [name, `${dtype.kind}${dtype.size}`, shape]),
    [
      ["state_dict.l1.weight", "float4", [2, 3]],
      ["state_dict.l1.transposed", "float4", [3, 2]],
      ["state_dict.bn.num_batches_tracked", "int8", []],
      ["state_dict.half", "float2", [4]],
      ["state_dict.upper", "bfloat2", [4]],
    ],
  );
  const numbers = ramp(12);
  assert.deepEqual([...read("state_dict.l1.weight")], numbers.slice(0, 6));
  assert.deepEqual(
    [...read("state_dict.l1.transposed")],
    [6, 9, 7, 10, 8, 11].map((at) => numbers[at]),
  );
  assert.deepEqual([...read("state_dict.bn.num_batches_tracked")], [7]);
  assert.deepEqual([...read("state_dict.half")], numbers.slice(0, 4));
  // Eight bits of fraction hold these numbers.
  assert.deepEqual([...read("state_dict.upper")], numbers.slice(0, 4));
  refuses(() => read("l2.weight"), /no tensor "l2\.weight"/);
});

test("numbers of the other byte order are read as the archive says", () => {
  const { read } = opened(
    changed({ "weights/byteorder": strToU8("big"), "weights/data/1": Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2) }),
  );
  assert.deepEqual([...read("state_dict.bn.num_batches_tracked")], [258]);
});

test("a checkpoint of before PyTorch 1.6 is refused with how to save it again", () => {
  const magic = pickle(
    "\x80\x02\x8a\x0a",
    Uint8Array.of(0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19),
    ".",
  );
  refuses(() => opened(magic), /before version 1\.6; save it again .*torch\.save\(torch\.load\(path/);
});

const STORAGE = "(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpuK\x0ctQ";
const tensor = (offset: string, shape: string, strides: string): Uint8Array =>
  withPickle(`}`, text("w"), `ctorch._utils\n_rebuild_tensor_v2\n(${STORAGE}${offset}${shape}${strides}\x89}tRs.`);

const HOSTILE: readonly (readonly [what: string, bytes: Uint8Array, sentence: RegExp])[] = [
  [
    "a shape beyond the storage",
    tensor("K\0", "K\x04K\x04\x86", "K\x04K\x01\x86"),
    /shape \(4, 4\) reaches beyond the 12 numbers of storage 0/,
  ],
  ["strides beyond the storage", tensor("K\0", "K\x02\x85", "K\x0c\x85"), /reaches beyond/],
  ["an offset beyond the storage", tensor("K\x0c", "K\x01\x85", "K\x01\x85"), /reaches beyond/],
  ["one number as many", tensor("K\0", "J\xff\xff\xff\x7f\x85", "K\0\x85"), /reaches beyond/],
  ["a negative stride", tensor("K\x0b", "K\x02\x85", "J\xff\xff\xff\xff\x85"), /no count/],
  ["a negative offset", tensor("J\xff\xff\xff\xff", "K\x02\x85", "K\x01\x85"), /no offset/],
  ["sides without strides", tensor("K\0", "K\x02\x85", ")"), /1 sides and 0 strides/],
  ["a storage that is missing", changed({ "weights/data/0": undefined }), /storage "0" is missing/],
  [
    "a storage of another length",
    changed({ "weights/data/0": new Uint8Array(44) }),
    /44 bytes are not the 12 numbers of 4 bytes/,
  ],
  [
    "a program",
    withPickle("cos\nsystem\n", text("x"), "\x85R."),
    /entry weights\/data\.pkl, byte 0: .*"os\.system", which is not run/,
  ],
  ["a whole network", withPickle("c__main__\nNet\n)\x81}b."), /"__main__\.Net", which is not run/],
  ["a persistent id that is no storage", withPickle(text("x"), "Q."), /not one of PyTorch's storages/],
  ["no tensor", withPickle("}."), /no dict with tensors; save the weights/],
  ["a dict within itself", withPickle("}q\0", text("a"), "h\0s."), /more than 16 dicts deep/],
  ["a TorchScript archive", changed({ "weights/constants.pkl": pickle("N.") }), /TorchScript archive/],
  ["an unknown byte order", changed({ "weights/byteorder": strToU8("middle") }), /"middle" is no byte order/],
  ["another archive", zipOf([{ name: "x_train.npy", data: strToU8("x") }]), /no data\.pkl/],
  ["another file", strToU8("#!/bin/sh"), /no PyTorch checkpoint/],
];

for (const [what, bytes, sentence] of HOSTILE) test(`refused: ${what}`, () => refuses(() => opened(bytes), sentence));

test("dicts that share dicts do not grow without end", () => {
  // Fourteen levels of ten references each would be 10^14 names.
  const level = (inner: number): string =>
    `}q${String.fromCharCode(inner + 1)}(${Array.from({ length: 10 }, (_, i) => `K${String.fromCharCode(i)}h${String.fromCharCode(inner)}`).join("")}u0`;
  const levels = Array.from({ length: 13 }, (_, i) => level(i)).join("");
  refuses(() => opened(withPickle(`}q\0(K\x01K\x01u0${levels}h\x0d.`)), /over 1000000 values/);
});
