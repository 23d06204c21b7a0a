import { strToU8 } from "fflate";
import { memoryBytes } from "../../src/model/data/containers/memoryBytes";
import { openZip } from "../../src/model/data/containers/zip";
import { zipOf } from "../fixtures/data/zips";
import { fuzzReader } from "./mutations";

const long = Uint8Array.from({ length: 5000 }, (_, i) => (i * i) >> 5);
const seeds = [
  zipOf([
    { name: "a.npy", data: long, deflate: true },
    { name: "b/c", data: strToU8("stored") },
  ]),
  zipOf([
    { name: "x", data: long, deflate: true, descriptor: true },
    { name: "y", data: long, wide: true },
  ]),
  zipOf([{ name: "x", data: long, wide: true, descriptor: true }], { wideEntries: 1 }),
];

fuzzReader("zip", seeds, (bytes) => {
  const zip = openZip(memoryBytes("x.zip", bytes));
  for (const name of zip.names) {
    zip.check(name);
    const source = zip.bytes(name);
    if (source.size > 3) source.read(source.size - 3, 3);
  }
});
