import { followPeople } from "../../src/model/data/openpose/follow";
import { parseOpenposeFrame } from "../../src/model/data/openpose/frame";
import { fuzzReader } from "./mutations";

const frame = (people: number, joints: number, key: string): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      version: 1.3,
      people: Array.from({ length: people }, (_, who) => ({
        person_id: [-1],
        [key]: Array.from({ length: 3 * joints }, (_, i) => (i % 3 === 2 ? 0.75 : 100 * who + i)),
        face_keypoints_2d: [],
      })),
    }),
  );

const seeds = [frame(2, 25, "pose_keypoints_2d"), frame(3, 18, "pose_keypoints"), frame(0, 25, "pose_keypoints_2d")];

fuzzReader("an OpenPose frame", seeds, (bytes) => {
  const people = parseOpenposeFrame(bytes, "frame.json");
  const joints = people[0] ? people[0].values.length / 3 : 25;
  followPeople([people, people], joints);
});
