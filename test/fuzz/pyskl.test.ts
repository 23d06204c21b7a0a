import { memoryBytes } from "../../src/model/data/containers/memoryBytes";
import { openPyskl } from "../../src/model/data/pyskl/openPyskl";
import { chain17 } from "../fixtures/data/chain17";
import { allClips, containerBytes, containerSource } from "../fixtures/data/containers";
import { fuzzReader } from "./mutations";

const names = ["ntu_3d_protocol0.pkl", "ntu_3d_protocol2.pkl", "ntu_3d_protocol5.pkl"];
fuzzReader("pyskl's skeletons in space", names.map(containerBytes), (bytes) => {
  allClips(openPyskl(memoryBytes("x.pkl", bytes)));
});

fuzzReader("pyskl's skeletons in pictures", ["hrnet_2d.pkl", "list.pkl"].map(containerBytes), (bytes) => {
  allClips(openPyskl(memoryBytes("x.pkl", bytes), { layout: chain17 }));
});

const beside = (name: string): ReturnType<typeof containerSource> | undefined =>
  name === "part0.pkl" ? containerSource("kpfiles/part0.pkl") : undefined;
fuzzReader("Kinetics' table of contents", [containerBytes("k400.pkl")], (bytes) => {
  allClips(openPyskl(memoryBytes("x.pkl", bytes), { layout: chain17, beside }));
});
fuzzReader("Kinetics' keypoints", [containerBytes("kpfiles/part0.pkl")], (bytes) => {
  allClips(openPyskl(containerSource("k400.pkl"), { layout: chain17, beside: (name) => memoryBytes(name, bytes) }));
});
