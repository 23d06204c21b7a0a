import { memoryBytes } from "../../src/model/data/containers/memoryBytes";
import { arrayNumbers } from "../../src/model/data/containers/pickle/arrayNumbers";
import { NUMPY_GLOBALS } from "../../src/model/data/containers/pickle/numpyGlobals";
import { readPickle } from "../../src/model/data/containers/pickle/readPickle";
import { NumpyArray } from "../../src/model/data/containers/pickle/values";
import { containerBytes } from "../fixtures/data/containers";
import { fuzzReader } from "./mutations";

const names = [0, 1, 2, 3, 4, 5].map((protocol) => `ntu_3d_protocol${protocol}.pkl`);
const seeds = [...names, "ntu_3d_numpy1.pkl", "hrnet_2d.pkl", "list.pkl", "k400.pkl"].map(containerBytes);

fuzzReader("pickle", seeds, (bytes) => {
  const source = memoryBytes("x.pkl", bytes);
  const value = readPickle(source, NUMPY_GLOBALS);
  const list = value instanceof Map ? value.get("annotations") : value;
  if (!Array.isArray(list)) return;
  for (const entry of list) {
    const array = entry instanceof Map ? entry.get("keypoint") : undefined;
    if (array instanceof NumpyArray) arrayNumbers(source, array);
  }
});
