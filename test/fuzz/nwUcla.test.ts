import { parseNwUclaClip } from "../../src/model/data/nwUcla/clip";
import { fuzzReader } from "./mutations";

const clip = (frames: number): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      file_name: "a01_s01_e00_v01",
      skeletons: Array.from({ length: frames }, (_, frame) =>
        Array.from({ length: 20 }, (_, joint) => [Math.sin(frame), joint / 7, -1e-5 * joint]),
      ),
      label: 1,
    }),
  );

fuzzReader("a Northwestern-UCLA clip", [clip(1), clip(4)], (bytes) => {
  parseNwUclaClip(bytes, "a01_s01_e00_v01.json", "a01_s01_e00_v01.json");
});
