import { memoryBytes } from "../../src/model/data/containers/memoryBytes";
import { openNpy } from "../../src/model/data/containers/npy";
import { openZip } from "../../src/model/data/containers/zip";
import { containerSource } from "../fixtures/data/containers";
import { fuzzReader } from "./mutations";

const arrays = openZip(containerSource("arrays.npz"));
const seeds = arrays.names
  .filter((name) => name !== "object.npy" && name !== "text.npy")
  .map((name) => {
    const source = arrays.bytes(name);
    return source.read(0, source.size);
  });

fuzzReader("npy", seeds, (bytes) => {
  const array = openNpy(memoryBytes("x.npy", bytes));
  const rows = array.shape[0] ?? 1;
  for (let row = 0; row < Math.min(rows, 5); row++) array.rows(row, row + 1);
  array.rows(0, rows);
});
