import { parseKineticsClip } from "../../src/model/data/kinetics/clip";
import { kineticsClasses, parseKineticsLabels } from "../../src/model/data/kinetics/labels";
import { fuzzReader } from "./mutations";

const person = (at: number): object => ({
  pose: Array.from({ length: 36 }, (_, i) => Math.round(1000 * Math.abs(Math.sin(at + i))) / 1000),
  score: Array.from({ length: 18 }, (_, i) => (i % 5 === 0 ? 0 : 0.875)),
});
const clip = (people: readonly number[], from: number): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      data: people.map((count, at) => ({
        frame_index: from + 2 * at,
        skeleton: Array.from({ length: count }, (_, who) => person(at + who)),
      })),
      label: "arm wrestling",
      label_index: 7,
    }),
  );

fuzzReader("a Kinetics-skeleton clip", [clip([1, 2, 0, 3], 1), clip([0, 1], 299), clip([], 0)], (bytes) => {
  parseKineticsClip(bytes, "clip.json");
});

const labels = Buffer.from(
  JSON.stringify(
    Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [
        `---0QUuC4v${i}`,
        { has_skeleton: i % 3 > 0, label: `class ${i % 4}`, label_index: i % 4 },
      ]),
    ),
  ),
);

fuzzReader("Kinetics-skeleton's labels", [labels], (bytes) => {
  kineticsClasses(parseKineticsLabels(bytes, "labels.json"), "folder");
});
