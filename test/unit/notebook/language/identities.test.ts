import assert from "node:assert/strict";
import { test } from "node:test";
import { cellIdentities } from "../../../../src/notebook/language/identities";
import type { Frame } from "../../../../src/notebook/language/sheet";

const DATA = "data #d\nsource: ui-prmd";
const MODEL = "model #m\npreset: hglnet-xs";
const TRAIN = "train #t\ndata: d\nmodel: m\nepochs: 3";
const VIEW = "view #v\nview: confusion\nof: t";

function identities(sources: readonly string[], frame?: Frame): ReadonlyMap<string, string> {
  return cellIdentities(
    sources.map((source) => ({ hgl: true, source })),
    frame,
  );
}

/** Ids whose identity differs between two states of the notebook. */
function changed(before: readonly string[], after: readonly string[]): string {
  const [old, fresh] = [identities(before), identities(after)];
  return [...old.keys()].filter((id) => old.get(id) !== fresh.get(id)).join(" ");
}

const ALL = [DATA, MODEL, TRAIN, VIEW];

test("a change reaches what depends on it, and nothing else", () => {
  assert.deepEqual([...identities(ALL).keys()], ["d", "m", "t", "v"]);
  assert.equal(changed(ALL, [`${DATA}\nwindow: 32`, MODEL, TRAIN, VIEW]), "d t v");
  assert.equal(changed(ALL, [DATA, `${MODEL}\ndropout: 0.1`, TRAIN, VIEW]), "m t v");
  assert.equal(changed(ALL, [DATA, MODEL, `${TRAIN}\nseeds: [1, 2]`, VIEW]), "t v");
  assert.equal(changed(ALL, [DATA, MODEL, TRAIN, VIEW.replace("confusion", "skeleton")]), "v");
});

test("comments, layout, order, names, written defaults and threads change nothing", () => {
  assert.equal(changed(ALL, [`${DATA} # note\n`, "model #m\n\n{ preset: 'hglnet-xs' }", TRAIN, VIEW]), "");
  assert.equal(changed(ALL, [`${DATA}\nstream: J`, MODEL, `${TRAIN}\nlr: 0.1\nthreads: 2`, VIEW]), "");
  assert.equal(changed(ALL, [VIEW, TRAIN, DATA, MODEL]), "");
  const renamed = identities([DATA.replace("#d", "#e"), MODEL, TRAIN.replace("data: d", "data: e"), VIEW]);
  assert.equal(renamed.get("t"), identities(ALL).get("t"));
});

test("defaults of the front matter count", () => {
  const frame = { defaults: { train: { batch: 8 } } };
  assert.notEqual(identities(ALL, frame).get("t"), identities(ALL).get("t"));
  assert.equal(identities(ALL, frame).get("t"), identities([DATA, MODEL, `${TRAIN}\nbatch: 8`, VIEW]).get("t"));
  assert.equal(identities(ALL, frame).get("d"), identities(ALL).get("d"));
});

test("a cell with an error, and all that need it, have none", () => {
  assert.deepEqual([...identities([`${DATA}\nwindow: 0`, MODEL, TRAIN, VIEW]).keys()], ["m"]);
  assert.deepEqual([...identities([DATA, MODEL, `${TRAIN}\nwarmup: 9`, VIEW]).keys()], ["d", "m"]);
  assert.deepEqual([...identities([DATA, TRAIN, VIEW]).keys()], ["d"]);
  assert.deepEqual([...identities([DATA, MODEL, TRAIN, MODEL]).keys()], ["d", "m", "t"]);
  assert.deepEqual([...identities([TRAIN.replace("data: d", "data: t")]).keys()], []);
  assert.deepEqual([...identities([DATA, MODEL, `${TRAIN}\nbetas: [0, 0]`]).keys()], ["d", "m", "t"]);
});
