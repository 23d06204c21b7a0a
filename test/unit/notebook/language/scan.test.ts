import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cursor } from "../../../../src/notebook/language/scan";
import { scan } from "../../../../src/notebook/language/scan";
import { textAt } from "./marked";

/** Entries of a text as `path=value`. */
function holds(text: string, ...expected: string[]): void {
  const { entries } = scan(text);
  assert.deepEqual(
    entries.map(({ path, value }) => `${path.join(".")}=${textAt(text, value)}`),
    expected,
    text,
  );
}

/** What is typed at the text's end: `key` or `value`, the path, and what of it stands already. */
function ends(text: string, expected: string | null): void {
  const { cursor } = scan(text);
  const words = (at: Exclude<Cursor, { at: "nothing" }>): string =>
    `${at.at} ${at.path.join(".")} ${text.slice(at.start)}`;
  assert.equal(cursor.at === "nothing" ? null : words(cursor), expected, text);
}

test("keys and values stand where they are, in blocks, lists and brackets", () => {
  holds("a: 1 # x\nb:  two words  \n'c': \"q: #\"", "a=1", "b=two words", 'c="q: #"');
  holds("a:\n  b: 1\n\n  # x\n  c:\n    d: 2\ne: 3", "a=", "a.b=1", "a.c=", "a.c.d=2", "e=3");
  holds("a:\n- 1\n- 2\nb:\n  - x: 1\n    y: 2", "a=", "a.0=1", "a.1=2", "b=", "b.0=", "b.0.x=1", "b.0.y=2");
  holds(
    "a: { b: 1, c: [2, 'x, y'] }",
    "a={ b: 1, c: [2, 'x, y'] }",
    "a.b=1",
    "a.c=[2, 'x, y']",
    "a.c.0=2",
    "a.c.1='x, y'",
  );
  holds("a: [\n  1, # one\n  2\n]\nb: 3", "a=[\n  1, # one\n  2\n]", "a.0=1", "a.1=2", "b=3");
  holds("a: |\n  b: 1\n  c\nd: 2", "a=|\n  b: 1\n  c", "d=2");
  holds("a: http://x:1/#y\nb: C:\\x", "a=http://x:1/#y", "b=C:\\x");
  holds("{ a: 1, b }", "a=1");
  holds("a:\r\n  b: 1\r\nc: 2", "a=", "a.b=1", "c=2");
});

test("what does not parse is read as far as it goes", () => {
  holds("a: [1\nb: 2", "a=[1\nb: 2", "a.0=1");
  holds("a: 'x\nb: 2", "a='x\nb: 2");
  holds("a: 1\nhalf\nb: 2", "a=1", "b=2");
  holds("a:1\nb: 2", "b=2");
});

test("the end of a text tells what is being typed", () => {
  ends("", "key  ");
  ends("ep", "key  ep");
  ends("a: 1\n", "key  ");
  ends("a:\n  ", "key a ");
  ends("a:\n  b: 1\n\n  ", "key a ");
  ends("a:\n  b: 1\n", "key  ");
  ends("a: 1\n  ", "key  ");
  ends("a:", "value a ");
  ends("a: tw", "value a tw");
  ends("a: 'tw", "value a 'tw");
  ends("a: 'two'", null);
  ends("a: {", "key a ");
  ends("a: { b", "key a b");
  ends("a: { b: ", "value a.b ");
  ends("a: { b: 1, ", "key a ");
  ends("a: { b: [1, ", "value a.b.1 ");
  ends("a: { b: 1 }", null);
  ends("a: [", "value a.0 ");
  ends("a:\n  - 1\n  - ", "value a.1 ");
  ends("a: 1 # x", null);
  ends("a: |\n  x", null);
});
