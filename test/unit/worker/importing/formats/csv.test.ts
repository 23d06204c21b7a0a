import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";
import { defineLayout, layoutNamed } from "../../../../../src/model/skeleton/layout";
import { csv } from "../../../../../src/worker/importing/formats/csv";
import { allClips, assertDataError, filled, scratch, wholeClips } from "./reading";

const { folder, remove } = scratch("csv");
after(remove);

const layout = defineLayout({ ...layoutNamed("ucla20"), name: "two", joints: ["hip", "head"], parents: [-1, 0], center: 0, levels: [[0], [1]], secondAncestors: [-1, -1], parts: { head: [1], hand: [1], hip: [0], foot: [0] }, mirror: [], bodies: 2 }); // prettier-ignore

let files = 0;
function table(text: string): string {
  const name = `t${files++}.csv`;
  filled(folder, { [name]: text });
  return join(folder, name);
}
const opened = (text: string, columns?: Record<string, string>) =>
  csv.open(table(text), { layout, ...(columns ? { columns } : {}) });

const LONG = `clip,class,frame,joint,body,x,y,z,subject,split
b,wave,0,hip,1,0,1,2,5,train
b,wave,0,head,1,3,4,5,5,train
b,wave,1,Head,1,-3,4,5,5,train
b,wave,1,hip,1,0,1,2.5,5,train
b,wave,1,hip,2,9,9,9,5,train
b,wave,1,1,2,8,8,8,5,train
"a, too",kick,10,hip,,1,1,1,7,test
"a, too",kick,10,head,,2,2,2,7,test
"a, too",kick,9,hip,,1e-3,1,1,7,test
"a, too",kick,9,head,,2,2,2,7,test
`;

test("a long table gives clips in its order, frames and bodies sorted", () => {
  for (const text of [LONG, LONG.replaceAll("\n", "\r\n"), LONG.replaceAll("\n", "\r"), `\ufeff${LONG}\n\n`]) {
    const source = opened(text);
    const { facts } = source;
    assert.deepEqual(
      [facts.coordinates, facts.classes, facts.layout, facts.warnings],
      ["xyz", ["kick", "wave"], layout, []],
    );
    assert.deepEqual(facts.protocols, [{ name: "split", by: "clip", train: ["b"], test: ["a, too"] }]);
    const [first, second] = wholeClips(source);
    assert.deepEqual(
      { ...first, values: [...first!.values] },
      {
        id: "b", label: 1, subject: 5, view: 0, setup: 0, frames: 2, bodies: 2,
        values: [0, 1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0, 1, 2.5, -3, 4, 5, 9, 9, 9, 8, 8, 8],
      },
    ); // prettier-ignore
    assert.deepEqual([...second!.values], [Math.fround(1e-3), 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2]);
  }
});

test("a wide table has a row a frame; headings may be named, people and cameras in words", () => {
  const text = `Trial;What;Time;hip_x;hip_y;hip_z;HEAD.X;head.y;head_z;who;camera
t1;jump;0.5;1;2;3;4;5;6;Eve;north
t1;jump;0.75;;;;;;;Eve;north
t2;sit;0;1;2;3;4;5;6;Adam;south
`;
  const source = opened(text, { clip: "Trial", label: "What", subject: "who" });
  assert.deepEqual(source.facts.warnings, [
    "The 2 names of subjects were numbered in their order: Adam is 1, Eve is 2.",
    "The 2 names of views were numbered in their order: north is 1, south is 2.",
  ]);
  assert.deepEqual(source.facts.protocols, []);
  const [first, second] = wholeClips(source);
  assert.deepEqual([first!.subject, first!.view, second!.subject, second!.view], [2, 1, 1, 2]);
  assert.deepEqual([...first!.values], [1, 2, 3, 4, 5, 6, 0, 0, 0, 0, 0, 0]);
});

test("without z the places are in the picture; what they are scaled by is said", () => {
  const flat = (places: string): string => `clip,label,frame,joint,x,y,score\n${places}`;
  const cases: [string, number[], RegExp][] = [
    [
      "a,b,0,hip,320,120,0.5\na,b,0,head,640,240,1\n",
      [0, 0, 0.5, 1, 1, 1],
      /by the largest seen, 640 across and 240 down/,
    ],
    ["a,b,0,hip,0,1,0.5\na,b,0,head,0.5,0.25,1\n", [-1, 1, 0.5, 0, -0.5, 1], /from 0 to 1/],
    ["a,b,0,hip,-1,1,0.5\na,b,0,head,0.5,0.25,1\n", [-1, 1, 0.5, 0.5, 0.25, 1], /from -1 to 1/],
    ["a,b,0,hip,-1,1,0.5\na,b,0,head,7,7,0\n", [-1, 1, 0.5, 0, 0, 0], /from -1 to 1/],
    ["a,b,0,hip,-1,1,0.5\na,b,0,head,,,\n", [-1, 1, 0.5, 0, 0, 0], /from -1 to 1/],
  ];
  for (const [places, values, warning] of cases) {
    const source = opened(flat(places));
    assert.equal(source.facts.coordinates, "xyc");
    assert.match(source.facts.warnings!.join(" "), warning);
    assert.deepEqual([...wholeClips(source)[0]!.values], values);
  }
  const unscored = opened("clip,label,frame,joint,x,y\na,b,0,hip,-1,1\na,b,0,head,,\n");
  assert.deepEqual([...wholeClips(unscored)[0]!.values], [-1, 1, 1, 0, 0, 0]);
});

test("a table that cannot be used is refused with its row and what to do", () => {
  const cases: [string, Record<string, string>, RegExp][] = [
    ["", {}, /the table is empty/],
    ["clip,label,frame,joint,x,y,z\n", {}, /the table has no rows/],
    ["a,b\n", {}, /no column is headed hip_x, which .* needs for the skeleton layout two/],
    ["hip_x,hip_y,hip_z,head_x,head_y,label,clip,frame\n1,1,1,1,1,1,1,1", {}, /joint "head" has no z, though others have one/],
    [LONG.replace("class", "clss"), {}, /no column tells the label: none is headed label, class, action; name it under columns/],
    [LONG, { label: "clas" }, /no column is headed "clas"; did you mean "class"/],
    [LONG, { lable: "class" }, /no column can mean "lable"; did you mean "label"/],
    [LONG.replace("split", "x"), {}, /the heading "x" stands over two columns/],
    [LONG.replace(",5,train\n", ",5\n"), {}, /row 2: the row has 9 cells, the headings 10/],
    [`${LONG}b,wave,0,hip,1,0,1,2,5,train\n`, {}, /row 12: clip "b" comes again after others; sort the table by clip/],
    [LONG.replace("b,wave,1,hip,2", "b,kick,1,hip,2"), {}, /row 6: clip "b" had label "wave" before and has "kick" here/],
    [LONG.replace("b,wave,0", ",wave,0"), {}, /row 2: the row names no clip/],
    [LONG.replaceAll(",wave,", ",,"), {}, /row 2: clip "b" has no label/],
    [LONG.replaceAll("train", "val"), {}, /clip "b" has split "val"; write train or test/],
    [LONG.replaceAll("train", "test"), {}, /no clip has split train/],
    [LONG.replace('"a, too",kick,9,hip', '"a, too,kick,9,hip'), {}, /row \d+ cannot be read: .*quot/],
  ]; // prettier-ignore
  for (const [text, columns, message] of cases) assertDataError(() => opened(text, columns), message);
  assertDataError(() => csv.open(table(LONG), {}), /name it under layout: one of ntu25/);
});

test("a bad clip is left out with its row; the ones after it are read", () => {
  const cases: [string, string, RegExp][] = [
    ["b,wave,0,head", "b,wave,0,hed", /row 3: clip "b": "hed" is no joint of two; did you mean "head"/],
    ["b,wave,0,head", "b,wave,0,hip", /row 3: clip "b": joint "hip" of this frame stands here a second time/],
    ["b,wave,0,head", "b,wave,2,head", /row 2: clip "b": the body of the frame that begins here lacks joint "head"/],
    ["b,wave,0,head", "b,wave,zero,head", /row 3: clip "b": frame "zero" is no number/],
    ["1,3,4,5", "1,3,4,5m", /row 3: clip "b": joint "head" holds 5m/],
    ["1,3,4,5", "1,3,4,1e99", /row 3: clip "b": joint "head" holds 1e99/],
    ["1,3,4,5", "1,,4,5", /row 3: clip "b": joint "head" has only some of its numbers/],
    ["1,3,4,5", "1,,,", /row 2: clip "b": the body of the frame that begins here lacks joint "head"/],
    ["b,wave,1,1,2", "b,wave,1,1,3", /row 7: clip "b": "3" is body 3 of the clip, and the skeleton layout two has 2/],
  ];
  for (const [old, now, message] of cases) {
    const [bad, good] = allClips(opened(LONG.replace(old, now)));
    assert.ok(bad && "leftOut" in bad && "error" in bad.leftOut, now);
    assert.match(bad.leftOut.error.message, message);
    assert.ok(good && !("leftOut" in good));
  }
});

test("a table is recognised by its name and first line", () => {
  assert.ok(csv.recognises(table(LONG), false));
  assert.ok(!csv.recognises(table("words"), false));
  assert.ok(!csv.recognises(folder, true));
  assert.ok(!csv.recognises(join(folder, "none.csv"), false));
});
