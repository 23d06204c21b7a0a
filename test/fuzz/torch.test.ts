import { unzipSync } from "fflate";
import { memoryBytes } from "../../src/model/data/containers/memoryBytes";
import { openTorchCheckpoint } from "../../src/model/data/containers/torchCheckpoint";
import { containerBytes } from "../fixtures/data/containers";
import { zipOf } from "../fixtures/data/zips";
import { fuzzReader } from "./mutations";

const readAll = (bytes: Uint8Array): void => {
  const { tensors, read } = openTorchCheckpoint(memoryBytes("x.pt", bytes));
  for (const name of tensors.keys()) read(name);
};

const checkpoint = containerBytes("checkpoint.pt");
fuzzReader("PyTorch's archive", [checkpoint], readAll);

// Damaged bytes of an archive mostly fail its headers; a damaged pickle in a sound archive gets further.
const entries = unzipSync(checkpoint);
fuzzReader("PyTorch's data.pkl", [entries["weights/data.pkl"]!], (bytes) =>
  readAll(zipOf(Object.entries({ ...entries, "weights/data.pkl": bytes }).map(([name, data]) => ({ name, data })))),
);
