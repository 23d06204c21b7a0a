import { unzipSync } from "fflate";
import { memoryBytes } from "../../src/model/data/containers/memoryBytes";
import { alignScores } from "../../src/model/evaluation/alignScores";
import { readLabels, readScoreFile } from "../../src/model/evaluation/scoreFile";
import { containerBytes } from "../fixtures/data/containers";
import { zipOf } from "../fixtures/data/zips";
import { fuzzReader } from "./mutations";

const tested = { clips: ["test_0", "test_1", "test_2"], labels: Int32Array.of(2, 0, 1), classes: 4 };
const readAll = (name: string, bytes: Uint8Array): void =>
  void alignScores(name, readScoreFile(memoryBytes(name, bytes)), tested);

const stored = (names: readonly string[]) => names.map((name) => containerBytes(`scores/${name}`));
const pickles = stored(["ctrgcn.pkl", "ctrgcn2.pkl", "ordered.pkl", "list.pkl", "pairs.pkl", "table.pkl"]);
const table = 'clip,label,a,b,c,d\ntest_0,2,1,2,3,4\ntest_1,0,-1,0.5,1e3,0\n"test_2",1,0,0,0,1\n';

fuzzReader("pickled scores", pickles, (bytes) => readAll("scores.pkl", bytes));
fuzzReader("scores in a table", [new TextEncoder().encode(table)], (bytes) => readAll("scores.csv", bytes));
fuzzReader("scores in an array", stored(["table.npy"]), (bytes) => readAll("scores.npy", bytes));
fuzzReader("scores in an archive", stored(["scores.npz"]), (bytes) => readAll("scores.npz", bytes));

const entries = unzipSync(containerBytes("scores/scores.npz"));
for (const name of ["scores.npy", "labels.npy"]) {
  fuzzReader(`an archive's ${name}`, [entries[name]!], (bytes) =>
    readAll(
      "scores.npz",
      zipOf(Object.entries({ ...entries, [name]: bytes }).map(([entry, data]) => ({ name: entry, data }))),
    ),
  );
}
fuzzReader("labels beside scores", [entries["labels.npy"]!], (bytes) => void readLabels(memoryBytes("l.npy", bytes)));
