import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { breakCode, breakLines, type Measure, type TextStyle } from "../../../../src/figures/export/pdf/lines";

const PLAIN: TextStyle = { font: "regular", size: 10, colour: "#000000" };
const BOLD: TextStyle = { ...PLAIN, font: "bold" };
/** One for a letter, two for a bold one. */
const measure: Measure = (text, style) => [...text].length * (style.font === "bold" ? 2 : 1);
const lines = (width: number, ...texts: [string, TextStyle?][]) =>
  breakLines(
    texts.map(([text, style = PLAIN]) => ({ text, style })),
    width,
    measure,
  ).map(({ pieces }) => pieces.map(({ text }) => text).join("|"));

test("lines break between words, at line feeds, and within a word only when it is too wide", () => {
  assert.deepEqual(lines(9, ["one two  three"]), ["one two", "three"]);
  assert.deepEqual(lines(9, ["one\ntwo"]), ["one", "two"]);
  assert.deepEqual(lines(4, ["a abcdefghi b"]), ["a", "abcd", "efgh", "i b"]);
  assert.deepEqual(lines(4, ["非 常 长的 word"]), ["非 常", "长的", "word"]);
  assert.deepEqual(lines(3, ["非常长的词"]), ["非常长", "的词"]);
  assert.deepEqual(lines(9, ["a\u00a0b c\u00a0d\u00a0e"]), ["a\u00a0b c\u00a0d\u00a0e"]);
  assert.deepEqual(lines(5, ["a\u00a0b c\u00a0d"]), ["a\u00a0b", "c\u00a0d"]);
  assert.deepEqual(lines(9, [""]), [""]);
});

test("a word of several manners is one word", () => {
  assert.deepEqual(lines(8, ["ab cd"], ["ef", BOLD], ["gh i"]), ["ab", "cd|ef|gh", "i"]);
  assert.deepEqual(lines(20, ["ab "], ["ef", BOLD], [" gh"]), ["ab |ef| gh"]);
});

test("no line is wider than it may be, and nothing but blanks is lost", () => {
  const text = fc.array(fc.constantFrom("a", "bc", " ", "  ", "\n", "喝", "abcdefghijkl", "\u00a0"), { maxLength: 30 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(text, fc.boolean()), { maxLength: 5 }),
      fc.integer({ min: 2, max: 15 }),
      (parts, width) => {
        const texts = parts.map(([words, bold]) => ({ text: words.join(""), style: bold ? BOLD : PLAIN }));
        const broken = breakLines(texts, width, measure);
        for (const line of broken) assert.ok(line.width <= width, JSON.stringify(line));
        const kept = broken.flatMap(({ pieces }) => pieces.map((piece) => piece.text)).join("");
        assert.equal(
          kept.replace(/\s/g, ""),
          texts
            .map((one) => one.text)
            .join("")
            .replace(/\s/g, ""),
        );
      },
    ),
  );
});

test("code keeps its blanks and colours; a long line goes on below, indented", () => {
  const code = (columns: number, ...texts: [string, TextStyle?][]) =>
    breakCode(
      texts.map(([text, style = PLAIN]) => ({ text, style })),
      columns,
    ).map((line) => line.map(({ text }) => text).join("|"));
  assert.deepEqual(code(9, ["a:  b\n\n  c\td"]), ["a:  b", "", "  c    d"]);
  assert.deepEqual(code(4, ["abcdefg"]), ["abcd", "  ef", "  g"]);
  assert.deepEqual(code(9, ["ab"], ["cd", BOLD], ["\n"], ["e"]), ["ab|cd", "e"]);
});
