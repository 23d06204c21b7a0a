import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryBytes } from "../../../../../src/model/data/containers/memoryBytes";
import { openPyskl } from "../../../../../src/model/data/pyskl/openPyskl";
import type { PysklOptions } from "../../../../../src/model/data/pyskl/openPyskl";
import type { ClipSource, LeftOut, ReadClip } from "../../../../../src/model/data/source";
import { LAYOUT_NAMES, layoutNamed } from "../../../../../src/model/skeleton/layout";
import { allClips, containerSource, ramp, refuses } from "../../../../fixtures/data/containers";
import { chain17 } from "../../../../fixtures/data/chain17";
import { pickle, text } from "../../../../fixtures/data/pickles";
import { joined, numbers } from "../../../../fixtures/data/zips";

const leftOut = (clip: ReadClip | LeftOut | undefined): string =>
  clip && "leftOut" in clip && "error" in clip.leftOut ? clip.leftOut.error.message : "it was read";

for (const name of ["ntu_3d_protocol0", "ntu_3d_protocol2", "ntu_3d_protocol4", "ntu_3d_protocol5", "ntu_3d_numpy1"]) {
  test(`3D skeletons of ${name}: frames, then bodies; person, camera and set-up from the name`, () => {
    const source = openPyskl(containerSource(`${name}.pkl`));
    const names = ["S001C001P001R001A001", "S001C002P003R001A002", "S002C003P008R002A060"];
    assert.equal(source.facts.layout.name, "ntu25");
    assert.equal(source.facts.coordinates, "xyz");
    assert.equal(source.facts.name, name);
    assert.deepEqual([source.facts.classes.length, source.facts.classes[0]], [60, "drink water"]);
    assert.deepEqual(source.facts.protocols, [
      { name: "X-Sub", by: "clip", train: names.slice(0, 2), test: names.slice(2) },
      { name: "X-View", by: "clip", train: names.slice(1), test: names.slice(0, 1) },
    ]);
    const clips = allClips(source) as ReadClip[];
    assert.deepEqual(
      clips.map(({ id, label, subject, view, setup, frames, bodies }) => [
        id,
        label,
        subject,
        view,
        setup,
        frames,
        bodies,
      ]),
      [
        [names[0], 0, 1, 1, 1, 4, 2],
        [names[1], 1, 3, 2, 1, 4, 2],
        [names[2], 59, 8, 3, 2, 20, 2],
      ],
    );
    const file = ramp(600);
    const expected = [0, 1, 2, 3].flatMap((frame) =>
      [0, 1].flatMap((body) => file.slice((body * 4 + frame) * 75, (body * 4 + frame + 1) * 75)),
    );
    assert.deepEqual([...clips[0]!.values], expected);
  });
}

test("2D skeletons: the picture becomes [-1, 1], the score the third number, a joint without a score all zeros", () => {
  const source = openPyskl(containerSource("hrnet_2d.pkl"), { layout: chain17 });
  assert.equal(source.facts.coordinates, "xyc");
  assert.deepEqual(source.facts.protocols, [{ name: "1", by: "clip", train: ["clip1"], test: ["clip2"] }]);
  const [clip] = allClips(source) as ReadClip[];
  assert.deepEqual([clip!.frames, clip!.bodies, clip!.subject, clip!.view, clip!.setup], [3, 1, 0, 0, 0]);
  const pixels = ramp(102).map((value) => (value + 10) * 4);
  const expected = Array.from({ length: 51 }, (_, at) =>
    at === 17 + 4 ? [0, 0, 0] : [(pixels[2 * at]! - 100) / 100, (pixels[2 * at + 1]! - 50) / 50, 0.5],
  );
  assert.deepEqual(clip!.values, Float32Array.from(expected.flat()));
});

test("the older form is a list of annotations, and divides nothing", () => {
  const source = openPyskl(containerSource("list.pkl"), { layout: chain17 });
  assert.deepEqual(source.facts.protocols, []);
  assert.deepEqual(allClips(source), allClips(openPyskl(containerSource("hrnet_2d.pkl"), { layout: chain17 })));
});

test("Kinetics: keypoints from the file beside, frames without a skeleton dropped, the surer skeleton first", () => {
  const asked: string[] = [];
  const beside = (name: string): ReturnType<typeof containerSource> => {
    asked.push(name);
    return containerSource(`kpfiles/${name}`);
  };
  const source = openPyskl(containerSource("k400.pkl"), { layout: chain17, beside });
  assert.deepEqual(source.facts.protocols, [{ name: "file", by: "clip", train: ["video1"], test: ["video2"] }]);
  const [first, second] = allClips(source) as ReadClip[];
  assert.deepEqual(asked, ["part0.pkl"]);
  assert.deepEqual([first!.id, first!.frames, first!.bodies], ["video1", 2, 2]);
  assert.deepEqual([second!.id, second!.frames, second!.bodies], ["video2", 1, 1]);
  const joint = (at: number): number[] => [...first!.values.subarray(at * 3, at * 3 + 3)];
  assert.deepEqual(
    [joint(0), joint(17), joint(34), joint(51)],
    [
      [-0.5, -0.5, 0.5],
      [0, 0, 0],
      [-0.5, -0.5, 0.25],
      [-0.5, -0.5, 0.75],
    ],
  );
});

test("Kinetics without its keypoint files says which one to put where", () => {
  refuses(
    () => openPyskl(containerSource("k400.pkl"), { layout: chain17 }),
    /"data\/k400\/kpfiles\/part0\.pkl", which is not there; put "part0\.pkl" into/,
  );
});

test("17 joints in pictures are coco17 where this program knows it, and otherwise refused", () => {
  const open = (): ClipSource => openPyskl(containerSource("hrnet_2d.pkl"));
  if (LAYOUT_NAMES.includes("coco17")) assert.equal(open().facts.layout, layoutNamed("coco17"));
  else refuses(open, /no skeleton layout "coco17"/);
});

test("a layout that does not fit the joints is refused", () => {
  refuses(
    () => openPyskl(containerSource("ntu_3d_protocol4.pkl"), { layout: chain17 }),
    /coco17 has 17 joints, the file 25/,
  );
});

/** float32 array by NumPy's own opcodes. */
function array(shape: readonly number[], values: readonly number[]): Uint8Array {
  const sides = shape.map((side) => joined([pickle("J"), numbers([side, 4])]));
  const data = new Uint8Array(Float32Array.from(values).buffer);
  const type = pickle("cnumpy\ndtype\n(S'f4'\n\x89\x88tR(K\x03S'<'\nNNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb");
  const made = pickle(
    "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85C\x01btR(K\x01(",
    ...sides,
    "t",
    type,
    "\x89B",
  );
  return joined([made, numbers([data.length, 4]), data, pickle("tb")]);
}

const entry = (fields: Readonly<Record<string, Uint8Array>>): Uint8Array =>
  joined([pickle("}("), ...Object.entries(fields).flatMap(([key, value]) => [text(key), value]), pickle("u")]);
const open = (entries: readonly Uint8Array[], options?: PysklOptions): ClipSource =>
  openPyskl(memoryBytes("x.pkl", joined([pickle("]("), ...entries, pickle("e.")])), options);

const one = {
  frame_dir: text("a"),
  label: pickle("K\0"),
  total_frames: pickle("K\x01"),
  keypoint: array([1, 1, 25, 3], ramp(75)),
};

const FILES: readonly (readonly [what: string, act: () => unknown, sentence: RegExp])[] = [
  ["no list", () => openPyskl(memoryBytes("x.pkl", pickle("}."))), /holds no list of annotations/],
  ["an empty list", () => open([]), /list of annotations is empty/],
  ["an annotation that is no dict", () => open([pickle("N")]), /annotation 0: the annotation is no dict/],
  ["no name", () => open([entry({ ...one, frame_dir: pickle("N") })]), /`frame_dir` is no name/],
  ["no label", () => open([entry({ ...one, label: pickle("N") })]), /`label` is no whole number/],
  [
    "a negative label",
    () => open([entry({ ...one, label: pickle("J\xff\xff\xff\xff") })]),
    /`label` is no whole number/,
  ],
  [
    "a label beyond any data set",
    () => open([entry({ ...one, label: pickle("J\xff\xff\xff\x7f") })]),
    /from 0 to 9999/,
  ],
  ["frames that are no count", () => open([entry({ ...one, total_frames: text("1") })]), /`total_frames` is no count/],
  [
    "keypoints that are no array",
    () => open([entry({ ...one, keypoint: pickle("]") })]),
    /`keypoint` is no NumPy array/,
  ],
  ["two clips of one name", () => open([entry(one), entry(one)]), /two annotations have the frame_dir "a"/],
  [
    "no keypoints",
    () => open([entry({ frame_dir: text("a"), label: pickle("K\0") })]),
    /clip "a": neither `keypoint` nor `raw_file`/,
  ],
  [
    "an unknown skeleton",
    () => open([entry({ ...one, keypoint: array([1, 1, 5, 3], ramp(15)) })]),
    /shape \(1, 1, 5, 3\) belong to no known skeleton/,
  ],
];

for (const [what, act, sentence] of FILES) test(`the file is refused: ${what}`, () => refuses(act, sentence));

const other = { ...one, frame_dir: text("b") };
const CLIPS: readonly (readonly [what: string, fields: Readonly<Record<string, Uint8Array>>, sentence: RegExp])[] = [
  [
    "frames that contradict the array",
    { ...other, total_frames: pickle("K\x02") },
    /`total_frames` is 2, the keypoints have 1 frames/,
  ],
  ["another skeleton", { ...other, keypoint: array([1, 1, 20, 3], ramp(60)) }, /do not end in 25 joints of 3/],
  [
    "a number that is none",
    { ...other, keypoint: array([1, 1, 25, 3], [...ramp(74), NaN]) },
    /body 1, frame 1, joint 25 holds NaN/,
  ],
  ["no body", { ...other, keypoint: array([1, 1, 25, 3], new Array<number>(75).fill(0)) }, /no body is in any frame/],
  [
    "no frame",
    { ...other, total_frames: pickle("K\0"), keypoint: array([1, 0, 25, 3], []) },
    /no frame with a skeleton/,
  ],
  ["a rank too few", { ...other, keypoint: array([1, 25, 3], ramp(75)) }, /are not \[M, T, V, C\]/],
  [
    "scores that do not fit",
    { ...other, keypoint_score: array([1, 2, 25], ramp(50)) },
    /scores of shape \(1, 2, 25\) do not fit/,
  ],
];

for (const [what, fields, sentence] of CLIPS) {
  test(`a clip is left out and named, the next is read: ${what}`, () => {
    const clips = allClips(open([entry(one), entry(fields), entry({ ...one, frame_dir: text("c") })]));
    assert.match(leftOut(clips[1]), sentence);
    assert.match(leftOut(clips[1]), /^x\.pkl, clip "b": /);
    assert.equal((clips[2] as ReadClip).id, "c");
  });
}

test("classes have NTU RGB+D's names only where each clip's name tells its label", () => {
  const named = (action: string): string =>
    open([entry({ ...one, frame_dir: text(`S001C001P001R001A${action}`) })]).facts.classes[0]!;
  assert.equal(named("001"), "drink water");
  assert.equal(named("002"), "class 1");
  assert.equal(open([entry(one)]).facts.classes[0], "class 1");
});

test("a body that is nowhere is dropped, the others keep their order", () => {
  const keypoint = array(
    [3, 1, 25, 3],
    [...new Array<number>(75).fill(0), ...ramp(75), ...new Array<number>(75).fill(2)],
  );
  const [clip] = allClips(open([entry({ ...one, keypoint })])) as ReadClip[];
  assert.equal(clip!.bodies, 2);
  assert.deepEqual([...clip!.values], [...ramp(75), ...new Array<number>(75).fill(2)]);
});

test("pixels without the picture's size have no scale", () => {
  const clips = allClips(open([entry({ ...one, keypoint: array([1, 1, 17, 2], ramp(34)) })], { layout: chain17 }));
  assert.match(leftOut(clips[0]), /`img_shape` is missing/);
});

test("clips that splits name without an annotation are counted", () => {
  const splits = pickle(
    "}(",
    text("xsub_train"),
    "](",
    text("a"),
    text("lost"),
    "e",
    text("xsub_val"),
    "](",
    text("b"),
    "eu",
  );
  const bytes = pickle("}(", text("split"), splits, text("annotations"), "](", entry(one), entry(other), "eu.");
  const { facts } = openPyskl(memoryBytes("x.pkl", bytes));
  assert.deepEqual(facts.warnings, ["1 clips that the splits name have no annotation; they are left out."]);
  assert.deepEqual(facts.protocols, [{ name: "X-Sub", by: "clip", train: ["a"], test: ["b"] }]);
});
