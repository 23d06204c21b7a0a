import assert from "node:assert/strict";
import { test } from "node:test";
import { BANK_TEXTS } from "../../model/language/smallLanguage";
import { completeLanguage, languageRules, languageSchema } from "../../../../src/notebook/cells/language";

test("every default is filled in, and the weights grow over a quarter of the epochs at most", () => {
  assert.deepEqual(completeLanguage(languageSchema.parse({}), { epochs: 110 }, BANK_TEXTS), {
    fusion: "concat",
    align: 0.8,
    match: 0.2,
    width: 256,
    layers: 2,
    heads: 4,
    feedForward: 512,
    dropout: 0.1,
    temperature: 10,
    ramp: 10,
    stage: "joint",
    secondEpochs: 20,
    secondLr: 0.01,
    texts: BANK_TEXTS,
  });
  assert.equal(completeLanguage(languageSchema.parse({}), { epochs: 12 }, BANK_TEXTS).ramp, 3);
  const second = languageSchema.parse({ stage: "two-stage", secondEpochs: 8 });
  assert.equal(completeLanguage(second, { epochs: 110 }, BANK_TEXTS).ramp, 2);
});

test("heads that do not divide the width, and options that change nothing, are named", () => {
  const codes = (cell: object) => languageRules(languageSchema.parse(cell)).map(({ finding }) => finding.code);
  assert.deepEqual(codes({}), []);
  assert.deepEqual(codes({ heads: 3 }), ["indivisible"]);
  assert.deepEqual(codes({ heads: 3, match: 0 }), []);
  assert.deepEqual(codes({ align: 0, match: 0 }), ["no-effect"]);
});
