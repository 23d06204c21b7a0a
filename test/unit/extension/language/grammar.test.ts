import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { KIND_NAMES, readCellSource } from "../../../../src/notebook/index";
import { choicesAt, keyTable } from "../../../../src/notebook/language/describe";
import type { Grammar, Token } from "./tokenizer";
import { tokenise } from "./tokenizer";

const media = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../media/language/${name}`, import.meta.url), "utf8"));
const grammar = media("hgl.tmLanguage.json") as Grammar;

const NAMES: Readonly<Record<string, string>> = {
  "keyword.control.hgl": "kind",
  "entity.name.type.hgl": "id",
  "entity.other.attribute-name.hgl": "attribute",
  "storage.modifier.hgl": "mark",
  "entity.name.tag.hgl": "key",
  "punctuation.separator.key-value.mapping.hgl": ":",
  "comment.line.number-sign.hgl": "comment",
  "support.constant.hgl": "choice",
  "constant.numeric.hgl": "number",
  "constant.language.hgl": "constant",
  "string.quoted.double.hgl": "string",
  "string.quoted.single.hgl": "string",
  "string.unquoted.hgl": "word",
  "string.unquoted.block.hgl": "text",
  "keyword.control.flow.block-scalar.hgl": "|",
  "punctuation.definition.block.sequence.item.hgl": "-",
};

/** The coloured parts of a line, "word" as "kind" and so on; punctuation is left out. */
function colours(line: string, header = "train #t"): string[] {
  const tokens = tokenise(grammar, header === "" ? line : `${header}\n${line}`);
  return tokens[header === "" ? 0 : 1]!.filter(([, scope]) => !scope.startsWith("punctuation")).map(
    ([text, scope]: Token) => `${NAMES[scope] ?? `?${scope}`} ${text}`,
  );
}

test("the first line is coloured as a header, with kind and id", () => {
  const rows: [string, string[]][] = [
    ["train #base", ["kind train", "id #base"]],
    ["  data #a-b_1 {folded} x", ["kind data", "id #a-b_1", "attribute {folded}", "attribute x"]],
    ["view", ["kind view"]],
    ["tra", ["kind tra"]],
    ["#only", ["id #only"]],
    ["hgl a:b #c", ["mark hgl", "kind a:b", "id #c"]],
    ["train x #late", ["kind train", "attribute x", "id #late"]],
    ["source: ui-prmd", ["key source", "word ui-prmd"]],
    ["# comment", ["comment # comment"]],
  ];
  for (const [line, wanted] of rows) assert.deepEqual(colours(line, ""), wanted, line);
});

test("the grammar and the reader of cells agree about what a header is", () => {
  const lines = [
    "train #a",
    "train",
    "train x",
    "train: x",
    "train x: y",
    "train #a x: y",
    "#a",
    "#a b",
    "#1",
    "# a",
    "hgl",
    "hgl #a",
    "hgl a:b",
    "hgl x: 1",
    "a-b #c",
    "1 #a",
    "Ünï #x",
    "- a",
    "{a: 1}",
    "  model  #m  ",
    "epochs:3",
    "a\tb",
  ];
  for (const line of lines) {
    const [tokens] = tokenise(grammar, line);
    const scopes = new Set(tokens!.map(([, scope]) => scope));
    const asHeader = ["keyword.control.hgl", "storage.modifier.hgl", "entity.name.type.hgl"].some((name) =>
      scopes.has(name),
    );
    const { headerSpan, kind, id } = readCellSource(line);
    assert.equal(asHeader, headerSpan.length > 0, line);
    const named = (scope: string): string[] => tokens!.filter((token) => token[1] === scope).map(([text]) => text);
    if (asHeader) assert.deepEqual(named("keyword.control.hgl"), kind === "" ? [] : [kind], line);
    if (asHeader && id !== null) assert.deepEqual(named("entity.name.type.hgl"), [`#${id}`], line);
  }
});

test("keys, values and comments are coloured by what they are", () => {
  const rows: [string, string[]][] = [
    ["data: exercises", ["key data", "id exercises"]],
    ["model:  small # why", ["key model", "id small", "comment # why"]],
    ["{ of: base, view: confusion }", ["key of", "id base", "key view", "choice confusion"]],
    ["source: ui-prmd", ["key source", "word ui-prmd"]],
    ["source: ./data/2024/a#b.hgl-clips", ["key source", "word ./data/2024/a#b.hgl-clips"]],
    ["stream: JM", ["key stream", "choice JM"]],
    ["gsm: S+D+Q", ["key gsm", "choice S+D+Q"]],
    ["preset: hglnet-xs", ["key preset", "choice hglnet-xs"]],
    ["preset: hglnet-xl", ["key preset", "word hglnet-xl"]],
    ["seeds: [1, -2, 3e-4]", ["key seeds", "number 1", "number -2", "number 3e-4"]],
    ["lr: 0.1", ["key lr", "number 0.1"]],
    ["lr: 0,1", ["key lr", "number 0", "number 1"]],
    ["epochs: 1_000", ["key epochs", "word 1_000"]],
    ["epochs: 12:30", ["key epochs", "word 12:30"]],
    ["epochs:20", ["word epochs:20"]],
    ["augment: { mirror: 0.5, crop: null }", ["key augment", "key mirror", "number 0.5", "key crop", "constant null"]],
    ["minmax: true", ["key minmax", "constant true"]],
    ["minmax: yes", ["key minmax", "word yes"]],
    ["  - 3", ["number 3"]],
    ["- J", ["choice J"]],
    ['title: "a: # \\" b" # c', ["key title", 'string "a: # \\" b"', "comment # c"]],
    ["title: 'it''s' # c", ["key title", "string 'it''s'", "comment # c"]],
    ["title: it's 3 people", ["key title", "word it's", "word 3", "word people"]],
    ['"quoted key": 1', ['key "quoted key"', "number 1"]],
    ["data: #exercises", ["key data", "comment #exercises"]],
    ["", []],
  ];
  for (const [line, wanted] of rows) assert.deepEqual(colours(line), wanted, line);
});

test("a block of text is text to its end", () => {
  const tokens = tokenise(grammar, "data #d\nnote: |\n  epochs: 3\n\n  # no comment\nwindow: 64");
  assert.deepEqual(
    tokens.slice(2).map((line) => line.map(([, scope]) => NAMES[scope])),
    [["text"], [], ["text"], ["key", ":", "number"]],
  );
});

test("the choices coloured are those of the schemas", () => {
  const pattern = grammar.repository.choice!.match!;
  const words = /\)\(\?:(.*?)\)\(\?=/.exec(pattern)![1]!.replace(/\\/g, "").split("|");
  const known = KIND_NAMES.flatMap((kind) =>
    [...keyTable(kind).keys()].flatMap((key) => choicesAt(kind, key.split("."))),
  );
  assert.deepEqual(words.sort(), [...new Set(known)].sort());
});

test("the keys coloured as references are those that refer", () => {
  const words = /\(([a-z|]+)\)/.exec(grammar.repository.reference!.match!)![1]!.split("|");
  const refer = KIND_NAMES.flatMap((kind) =>
    [...keyTable(kind)].filter(([, { note }]) => note.refers).map(([key]) => key),
  );
  assert.deepEqual(words.sort(), [...new Set(refer)].sort());
});

test("words, indentation and pairs are the cell language's", () => {
  const configuration = media("hgl.language-configuration.json") as {
    wordPattern: { pattern: string; flags: string };
    indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string };
  };
  const { pattern, flags } = configuration.wordPattern;
  const words = (line: string): string[] => line.match(new RegExp(pattern, `${flags}g`)) ?? [];
  assert.deepEqual(words("train #first-run_2 x"), ["train", "first-run_2", "x"]);
  assert.deepEqual(words("lr: 0.05 # 1e-3, -2"), ["lr", "0.05", "1e-3", "-2"]);
  assert.deepEqual(words("gsm: S+D+Q"), ["gsm", "S+D+Q"]);
  assert.deepEqual(words("- J"), ["J"]);
  assert.ok(!new RegExp(pattern, flags).test("  :{}"), "no word without a letter or a digit");

  const deeper = new RegExp(configuration.indentationRules.increaseIndentPattern);
  for (const line of ["augment:", "split: # by person", "  - a:", "seeds: [", "augment: {", "note: |"])
    assert.match(line, deeper);
  for (const line of ["epochs: 3", "# note:", "train #base", "seeds: [1]", "title: 'a:'", ""])
    assert.doesNotMatch(line, deeper);
  const less = new RegExp(configuration.indentationRules.decreaseIndentPattern);
  for (const line of ["]", "  },"]) assert.match(line, less);
  assert.doesNotMatch("a: 1", less);
});
