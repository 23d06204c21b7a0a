import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { ClipSource, LeftOut, ReadClip } from "../../../../../src/model/data/source";
import { layoutNamed } from "../../../../../src/model/skeleton/layout";
import { ntu } from "../../../../../src/worker/importing/formats/ntu";
import { Recorder, writeNtuFiles } from "../../../../bench/ntuFiles";
import { skeletonText, standing } from "../../../../fixtures/data/skeletonText";

const root = await mkdtemp(join(tmpdir(), "hgl-ntu-"));
after(() => rm(root, { recursive: true, force: true }));

const GOOD = skeletonText(4, [{ joints: standing(4) }]);
let folders = 0;

/** A new folder with these files, by path below it. */
function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = join(root, `${folders++}`);
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const everything = (source: ClipSource): (ReadClip | LeftOut)[] =>
  Array.from({ length: source.pieces }, (_, piece) => [...source.read(piece)]).flat();
const clipsOf = (source: ClipSource): ReadClip[] => everything(source).filter((one) => "values" in one);
const leftOutOf = (source: ClipSource): LeftOut[] => everything(source).filter((one) => "leftOut" in one);

test("clips come in the order of their names, whatever folders they lie in", () => {
  const folder = folderOf({
    "a/b/c/S017C003P020R002A060.skeleton": GOOD,
    "nturgb+d_skeletons/S002C001P008R001A010.skeleton": GOOD,
    "S002C001P008R001A009.skeleton": GOOD,
    "a/b/c/d/S001C001P001R001A001.skeleton": "too deep",
    "readme.txt": "no clip",
    "._S001C001P001R001A001.skeleton": "what macOS leaves",
  });
  assert.equal(ntu.recognises(folder, true), true);
  const source = ntu.open(folder, {});
  const clips = clipsOf(source);
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
      ["S002C001P008R001A009", 8, 8, 1, 2, 4, 1],
      ["S002C001P008R001A010", 9, 8, 1, 2, 4, 1],
      ["S017C003P020R002A060", 59, 20, 3, 17, 4, 1],
    ],
  );
  assert.equal(clips[0]!.values.length, 4 * 75);
  const { name, layout, coordinates, classes, protocols, warnings } = source.facts;
  assert.deepEqual([name, layout.name, coordinates, classes.length], ["ntu60", "ntu25", "xyz", 60]);
  assert.deepEqual(protocols.map(({ name }) => name), ["X-Sub", "X-View"]); // prettier-ignore
  assert.match(warnings!.join(), /^56575 of the 56578 clips are not here/);
});

test("one set-up, performer or action beyond NTU RGB+D 60 makes it 120", () => {
  for (const name of ["S018C001P001R001A001", "S001C001P041R001A001", "S001C001P001R001A061"]) {
    const folder = folderOf({ [`${name}.skeleton`]: GOOD, "S001C001P001R001A001.skeleton": GOOD });
    const { facts } = ntu.open(folder, {});
    assert.deepEqual([facts.name, facts.classes.length], ["ntu120", 120]);
    assert.deepEqual(facts.protocols.map(({ name }) => name), ["X-Sub", "X-Set"]); // prettier-ignore
    assert.match(facts.warnings![0]!, /^113943 of the 113945/);
  }
});

test("what is listed, empty or bad is left out by name, and the clips after it are read", () => {
  const folder = folderOf({
    "S001C001P001R001A001.skeleton": GOOD.slice(0, 300),
    "S001C002P005R002A008.skeleton": "listed, so it is not looked at",
    "S001C002P005R002A009.skeleton": "1\n0\n",
    "S001C003P001R001A001.skeleton": GOOD,
    "S001C004P001R001A001.skeleton": GOOD,
    "S001C001P001R001A121.skeleton": GOOD,
  });
  const source = ntu.open(folder, {});
  assert.equal(source.facts.name, "ntu60");
  assert.deepEqual(clipsOf(source).map(({ id }) => id), ["S001C003P001R001A001"]); // prettier-ignore
  const said = leftOutOf(source).map(({ id, leftOut }) => [
    id,
    "rule" in leftOut ? leftOut.rule : leftOut.error.message,
  ]);
  const expected: [string, RegExp][] = [
    ["S001C001P001R001A001", /A001\.skeleton, line 2: "1" is the number of bodies in frame 1 of 4, more than/],
    ["S001C001P001R001A121", /A121\.skeleton: its name says action 121, outside 1 to 120; .*rename it/],
    ["S001C002P005R002A008", /^on the data set's list of samples with missing/],
    ["S001C002P005R002A009", /^no body is left/],
    ["S001C004P001R001A001", /its name says camera 4, outside 1 to 3/],
  ];
  assert.deepEqual(said.map(([id]) => id), expected.map(([id]) => id)); // prettier-ignore
  said.forEach(([, words], at) => assert.match(words!, expected[at]![1]));
});

test("pieces of 256 give every clip once, each on its own and again", () => {
  const names = Array.from({ length: 600 }, (_, at) => {
    const three = (value: number): string => String(value).padStart(3, "0");
    return `S001C001P${three(1 + Math.floor(at / 60))}R001A${three(1 + (at % 60))}`;
  });
  const source = ntu.open(folderOf(Object.fromEntries(names.map((name) => [`${name}.skeleton`, GOOD]))), {});
  assert.equal(source.pieces, 3);
  assert.deepEqual(clipsOf(source).map(({ id }) => id), names); // prettier-ignore
  assert.equal([...source.read(2)].length, 600 - 512);
  assert.deepEqual([...source.read(1)], [...source.read(1)]);
});

test("a name in two folders is refused with both", () => {
  const file = "S001C001P001R001A001.skeleton";
  const folder = folderOf({ [`a/${file}`]: GOOD, [`b/${file}`]: GOOD });
  const message = /S001C001P001R001A001\.skeleton is in .*a and in .*b; keep one of the two/;
  assert.throws(() => ntu.open(folder, {}), { code: "data", message });
});

test("links are followed once", () => {
  const folder = folderOf({ "real/S001C001P001R001A001.skeleton": GOOD });
  symlinkSync(folder, join(folder, "real", "up"));
  symlinkSync(join(folder, "real"), join(folder, "twice"));
  symlinkSync(join(folder, "nowhere"), join(folder, "S001C001P001R001A002.skeleton"));
  const source = ntu.open(folder, {});
  assert.equal(clipsOf(source).length, 1);
  assert.match(JSON.stringify(leftOutOf(source)), /"S001C001P001R001A002".*there is no file/);
});

test("a folder without a sample is not this format; a file with another name is told", () => {
  const other = folderOf({ "walk.skeleton": GOOD, "a01_s01_e00_v01.json": "{}" });
  assert.equal(ntu.recognises(other, true), false);
  assert.equal(ntu.recognises(join(other, "walk.skeleton"), false), false);
  assert.equal(ntu.recognises(join(other, "nowhere"), true), false);
  assert.throws(() => ntu.open(other, {}), { code: "data", message: /no file S001C001P001R001A001\.skeleton/ });
  assert.throws(() => ntu.open(join(other, "nowhere"), {}), { code: "disk", message: /there is no file or folder/ });
  const mixed = folderOf({ "walk.skeleton": GOOD, "S001C001P001R001A001.skeleton": GOOD });
  assert.match(ntu.open(mixed, {}).facts.warnings![1]!, /not read: 1, walk\.skeleton for one/);
});

test("another layout is refused", () => {
  const folder = folderOf({ "S001C001P001R001A001.skeleton": GOOD });
  assert.equal(clipsOf(ntu.open(folder, { layout: layoutNamed("ntu25") })).length, 1);
  const message = /have the layout "ntu25", not "ucla20"; leave `layout` out/;
  assert.throws(() => ntu.open(folder, { layout: layoutNamed("ucla20") }), { code: "data", message });
});

test("made-up recordings of the field's lengths are all read", () => {
  const names = ["S001C001P001R001A001", "S001C002P005R002A008", "S001C002P001R001A055", "S002C003P003R002A060"];
  const folder = folderOf({});
  writeNtuFiles(folder, names, new Recorder(40));
  const source = ntu.open(folder, {});
  const clips = clipsOf(source);
  assert.deepEqual(leftOutOf(source).map(({ id }) => id), [names[1]]); // prettier-ignore
  assert.deepEqual(clips.map(({ bodies }) => bodies), [1, 2, 2]); // prettier-ignore
  for (const { frames, values } of clips) {
    assert.ok(frames >= 20 && frames <= 300);
    assert.ok(values.every((value) => Math.abs(value) < 3));
  }
});
