import { prepare } from "../../src/model/data/ntu/prepare";
import { parseSkeletonFile } from "../../src/model/data/ntu/skeletonFile";
import { Recorder, ntu60Names } from "../bench/ntuFiles";
import { bytesOf, skeletonText, standing } from "../fixtures/data/skeletonText";
import { fuzzReader } from "./mutations";

const recorder = new Recorder(20);

fuzzReader(
  "NTU RGB+D .skeleton",
  [
    bytesOf(skeletonText(2, [{ joints: standing(2) }])),
    bytesOf(skeletonText(14, [{ joints: standing(14, 0, 1) }, { from: 1, joints: standing(12, 1) }], "\n")),
    bytesOf("1\n0\n"),
    recorder.record(ntu60Names()[49]!).slice(),
  ],
  (bytes) => {
    prepare(parseSkeletonFile(bytes, "damaged.skeleton"));
  },
);
