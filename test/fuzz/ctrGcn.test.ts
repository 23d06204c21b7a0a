import { unzipSync } from "fflate";
import { memoryBytes } from "../../src/model/data/containers/memoryBytes";
import { openCtrGcn } from "../../src/model/data/ctrGcn/openCtrGcn";
import { allClips, containerBytes } from "../fixtures/data/containers";
import { zipOf } from "../fixtures/data/zips";
import { fuzzReader } from "./mutations";

const readAll = (bytes: Uint8Array): void => void allClips(openCtrGcn(memoryBytes("NTU60_CS.npz", bytes)));

fuzzReader("CTR-GCN's archive", [containerBytes("NTU60_CS.npz"), containerBytes("NTU120_CSet.npz")], readAll);

const entries = unzipSync(containerBytes("NTU60_CS.npz"));
for (const name of ["x_test.npy", "y_train.npy"]) {
  fuzzReader(`CTR-GCN's ${name}`, [entries[name]!], (bytes) =>
    readAll(zipOf(Object.entries({ ...entries, [name]: bytes }).map(([entry, data]) => ({ name: entry, data })))),
  );
}
