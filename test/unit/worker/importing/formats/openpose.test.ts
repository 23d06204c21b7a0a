import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { layoutNamed } from "../../../../../src/model/skeleton/layout";
import { openpose } from "../../../../../src/worker/importing/formats/openpose";
import { allClips, assertDataError, filled, scratch, wholeClips } from "./reading";

const { folder, remove } = scratch("openpose");
after(remove);

/** Somebody whose joints all stand at one place. */
const person = (x: number, y: number, score: number, joints = 25): object => ({
  pose_keypoints_2d: Array.from({ length: joints }, () => [x, y, score]).flat(),
});
const frame = (...people: object[]): string => JSON.stringify({ version: 1.3, people });
const name = (clip: string, number: number): string => `${clip}_${String(number).padStart(12, "0")}_keypoints.json`;
const clip = (path: string, frames: readonly string[]): Record<string, string> =>
  Object.fromEntries(frames.map((text, at) => [`${path}/${name(path.split("/").at(-1)!, at)}`, text]));

test("a folder per clip below a folder per class: two people a frame, followed by their places", () => {
  const path = filled(join(folder, "classes"), {
    ...clip("wave/b", [
      frame(person(100, 50, 0.5), person(300, 50, 0.75), person(7, 7, 0.25)),
      frame(person(110, 50, 0.75), person(290, 50, 0.5)),
      frame(),
      frame(person(280, 100, 0.5)),
    ]),
    ...clip("kick/a", [frame(), frame({ pose_keypoints_2d: [] }, person(4, 2, 1))]),
    "kick/notes.txt": "not a clip",
  });
  const source = openpose.open(path, {});
  const { facts } = source;
  assert.deepEqual(
    [facts.name, facts.layout, facts.coordinates, facts.classes, facts.protocols],
    ["classes", layoutNamed("openpose25"), "xyc", ["kick", "wave"], []],
  );
  assert.match(facts.warnings![0]!, /The size of the picture is not told for 2 clips: .* by the largest seen in each/);
  const [a, b] = wholeClips(source);
  assert.deepEqual([a!.id, a!.label, a!.frames, a!.bodies, b!.id, b!.label, b!.frames, b!.bodies], ["kick/a", 0, 2, 1, "wave/b", 1, 4, 2]); // prettier-ignore
  assert.deepEqual([...a!.values.subarray(75, 78)], [1, 1, 1]);
  const first = (at: number, body: number): number[] => [...b!.values.subarray((at * 2 + body) * 75, (at * 2 + body) * 75 + 3)]; // prettier-ignore
  const x = (pixel: number): number => Math.fround((pixel * 2) / 300 - 1);
  // The one of the higher score first; then each as the body that was nearest, whatever the scores.
  assert.deepEqual([first(0, 0), first(0, 1)], [[1, 0, 0.75], [x(100), 0, 0.5]]); // prettier-ignore
  assert.deepEqual([first(1, 0), first(1, 1)], [[x(290), 0, 0.5], [x(110), 0, 0.75]]); // prettier-ignore
  assert.deepEqual([first(2, 0), first(2, 1)], [[0, 0, 0], [0, 0, 0]]); // prettier-ignore
  assert.deepEqual([first(3, 0), first(3, 1)], [[x(280), 1, 0.5], [0, 0, 0]]); // prettier-ignore
});

test("labels.csv tells class, person, split and size; clips that it does not list are left out", () => {
  const path = filled(join(folder, "listed"), {
    ...clip("s1/one", [frame(person(320, 0, 1, 18))]),
    ...clip("s2/one", [frame(person(320, 240, 1, 18))]),
    ...clip("s2/two", [frame(person(1, 1, 1, 18))]),
    ...clip("s2/nobody", [frame()]),
    "labels.csv":
      "Clip,Label,Subject,Split,Image\ns2/one,walk,7,test,640x480\ns1/one,sit,3,train,640 x 480\nnobody,sit,7,test,\n",
  });
  const source = openpose.open(path, {});
  assert.deepEqual(source.facts.layout.name, "openpose18");
  assert.deepEqual(source.facts.protocols, [
    { name: "split", by: "clip", train: ["s1/one"], test: ["s2/nobody", "s2/one"] },
  ]);
  const [one, nobody, other, two] = allClips(source);
  assert.ok(one && !("leftOut" in one) && other && !("leftOut" in other));
  assert.deepEqual([one.id, one.label, one.subject, [...one.values.subarray(0, 3)]], ["s1/one", 0, 3, [0, -1, 1]]);
  assert.deepEqual([other.id, other.label, other.subject, [...other.values.subarray(0, 3)]], ["s2/one", 1, 7, [0, 0, 1]]); // prettier-ignore
  assert.deepEqual(nobody, { id: "s2/nobody", leftOut: { rule: "nobody is seen in any frame" } });
  assert.deepEqual(two, { id: "s2/two", leftOut: { rule: "it is not listed in labels.csv" } });
});

test("what cannot be read is named, and the clips after it are", () => {
  const good = frame(person(1, 1, 1));
  const cases: [string, RegExp][] = [
    ["", /b_000000000001_keypoints\.json: the file is no JSON object/],
    [good.slice(0, -9), /person 1, pose_keypoints_2d\[72\] is nothing/],
    [good.slice(0, -2), /not JSON: .* at byte \d+/],
    ['{"version": 1}', /`people` is missing or no list/],
    [frame(person(1, 1, 1, 18)), /person 1 has 54 numbers instead of 75/],
    [good.replace("[1,", "[NaN,"), /person 1, pose_keypoints_2d\[0\] is NaN/],
    ['{"people": [7]}', /person 1 is 7, not an object/],
    ['{"people": [{"pose_keypoints_2d": {}}]}', /pose_keypoints_2d is \{, not a list/],
  ];
  cases.forEach(([text, message], at) => {
    const path = filled(join(folder, `bad${at}`), { ...clip("w/b", [good, text]), ...clip("w/c", [good]) });
    const [bad, next] = allClips(openpose.open(path, {}));
    assert.ok(bad && "leftOut" in bad && "error" in bad.leftOut, `${message}`);
    assert.match(bad.leftOut.error.message, message);
    assert.ok(next && !("leftOut" in next));
  });
  const mixed = filled(join(folder, "mixed"), {
    ...clip("w/a", [good]),
    ...clip("w/b", [good]),
    [`w/b/${name("other", 3)}`]: good,
  });
  const left = allClips(openpose.open(mixed, {}))[1]!;
  assert.match("leftOut" in left && "error" in left.leftOut ? left.leftOut.error.message : "", /holds frames of "b" and of "other"/); // prettier-ignore
});

test("folders that tell no class, labels of nothing, and skeletons of other sizes stop the import", () => {
  const good = clip("w/b", [frame(person(1, 1, 1))]);
  const cases: [Record<string, string>, RegExp][] = [
    [{ "a.txt": "" }, /no file NAME_000000000000_keypoints\.json is below this folder/],
    [clip("b", [frame(person(1, 1, 1))]), /clip "b" has no class; put the clips into a folder for each class/],
    [clip("w/b", [frame(person(1, 1, 1, 21))]), /people of 21 joints are neither BODY_25 nor COCO/],
    [clip("w/b", [frame()]), /nobody is seen in the first 2000 frames; name the layout/],
    [{ ...good, "labels.csv": "clip,label\nb,x\nc,y\n" }, /labels\.csv: clip "c" is listed, but no such clip is there/],
    [{ ...good, "labels.csv": "clip,label\nb,x\nw/b,y\n" }, /clip "w\/b" is listed twice/],
    [{ ...good, "labels.csv": "clip,label\nb,x\nb,y\n" }, /row 3: clip "b" stands here a second time/],
    [{ ...good, ...clip("v/b", [frame()]), "labels.csv": "clip,label\nb,x\n" }, /clip "b" may be v\/b or w\/b/],
    [{ ...good, "labels.csv": "clip,label,image\nb,x,large\n" }, /row 2: image "large" is no size in pixels/],
    [{ ...good, "labels.csv": "clip,label\nb,\n" }, /row 2: the row has no label/],
    [{ ...good, "labels.csv": "clip,label\n" }, /no clip has a label/],
  ];
  cases.forEach(([files, message], at) => {
    assertDataError(() => openpose.open(filled(join(folder, `stop${at}`), files), {}), message);
  });
  const path = filled(join(folder, "named"), good);
  assertDataError(() => openpose.open(path, { layout: layoutNamed("coco17") }), /"coco17" of 17 joints, but these clips have 25; leave out layout, or name openpose25/); // prettier-ignore
  assert.deepEqual([openpose.recognises(path, true), openpose.recognises(join(folder, "stop0"), true)], [true, false]);
});
