import assert from "node:assert/strict";
import { test } from "node:test";
import { leakedWords } from "../../../../src/model/language/leakage";

function lists(className: string, cases: readonly (readonly [description: string, leaked: readonly string[]])[]) {
  for (const [description, leaked] of cases) {
    assert.deepEqual(leakedWords(className, description), leaked, `${className}: ${description}`);
  }
}

test("a word of the name leaks in every inflection, once, as it is written", () => {
  lists("drink water", [
    ["Someone drinks from a cup; who drank it, drinks.", ["drinks", "drank"]],
    ["Drinking WATER, and the waters drunk by a drinker", ["drinking", "water", "waters", "drunk", "drinker"]],
    ["The hand lifts a cup to the mouth.", []],
  ]);
  lists("sit down", [["sat, then sitting while she sits", ["sat", "sitting", "sits"]]]);
  lists("standing up (from sitting position)", [["He stood and sat in one position", ["stood", "sat", "position"]]]);
  lists("carry", [["carried, carries, carrier, carrying", ["carried", "carries", "carrier", "carrying"]]]);
  lists("wave", [["waving, waved, waves", ["waving", "waved", "waves"]]]);
  lists("wield knife", [["two knives", ["knives"]]]);
  lists("brush teeth", [["one tooth, brushes", ["tooth", "brushes"]]]);
  lists("hopping", [["hop, hops, hopped", ["hop", "hops", "hopped"]]]);
  lists("toss a coin", [["tosses, tossing coins", ["tosses", "tossing", "coins"]]]);
  lists("shoulder internal-external rotation", [["rotates it externally", ["rotates", "externally"]]]);
  lists("move heavy objects", [["the movement of an object", ["movement"]]]);
});

test("likeness of letters alone is no leak", () => {
  lists("put on a hat/cap", [["That hatch, a cape and what it hated: chat, escape", []]]);
  lists("reading", [["spreads already thread", []]]);
  lists("hopping", [["hoping, shop", []]]);
  lists("eat meal", [["beat, seat, mealy-mouthed steam", []]]);
  lists("clapping", [["laps, collapses", []]]);
  lists("cross arms", [["The forearms lie across the chest", []]]);
  lists("donning", [["They don't", []]]);
  lists("apply cream", [["an app", []]]);
  lists("type on a keyboard", [["tip", []]]);
});

test("a compound leaks with the name's word in it, and a name's compound with what it is made of", () => {
  lists("brush teeth", [["a toothbrush", ["toothbrush"]]]);
  lists("tear up paper", [["the newspaper", ["newspaper"]]]);
  lists("put on glasses", [["eyeglasses and sunglasses", ["eyeglasses", "sunglasses"]]]);
  lists("handshaking", [["they shake hands", ["shake"]]]);
  lists("backache", [["an aching spine", ["aching"]]]);
  lists("pick up", [["a pickup", ["pickup"]]]);
  lists("pickup", [["it is picked", []]]);
});

test("parts of a skeleton, people, numbers and directions are general; hair, an ear and every object are not", () => {
  lists("pick up with two hands", [["Two hands reach down and come up with something", []]]);
  lists("hand waving", [["a hand", []]]);
  lists("pat on back of other person", [["one person's hand on the other's back", []]]);
  lists("flick hair", [["over the hair", ["hair"]]]);
  lists("whisper in other person’s ear", [["beside the ears of a person", ["ears"]]]);
});

test("a name of general words alone leaks only as it is spoken", () => {
  lists("thumb up", [
    ["The thumb points to the ceiling, the hand goes up", []],
    ["two thumbs up!", ["thumbs up"]],
  ]);
  lists("hands up (both hands)", [
    ["Both hands rise", []],
    ["with hands up, a hand up", ["hands up", "hand up"]],
  ]);
});

test("any text is answered", () => {
  lists("", [["anything", []]]);
  lists("drink water", [["", []]]);
  lists("(", [["(", []]]);
  lists("喝水", [["喝水 喝", ["喝水"]]]);
  lists("café", [["a cafe", ["cafe"]]]);
});
