import assert from "node:assert/strict";
import { test } from "node:test";
import type { Position } from "../../../../src/extension/language/diagnosticFacts";
import { diagnosticFacts, tally } from "../../../../src/extension/language/diagnosticFacts";
import { untranslated } from "../../../../src/extension/translate";
import {
  checkFrontMatter,
  checkNotebook,
  checkProse,
  openSheet,
  parseNotebook,
  problemsOf,
} from "../../../../src/notebook/index";

/** Places offsets as the editor's own text document does: lines end in \n, \r\n or \r, and offsets are clamped to the text. */
function documentOf(text: string) {
  return {
    positionAt(offset: number): Position {
      const lines = text.slice(0, Math.max(0, offset)).split(/\r\n|\r(?!\n)|\n/);
      return { line: lines.length - 1, character: lines.at(-1)!.length };
    },
  };
}

/** The diagnostics of a text, each as code and the text the editor underlines. */
function underlined(text: string): [string, string][] {
  const document = documentOf(text);
  const lines = text.split(/\r\n|\r|\n/);
  return checkNotebook(text).map((diagnostic) => {
    const { start, end, code } = diagnosticFacts(document, diagnostic);
    assert.equal(start.line, diagnostic.line - 1, "the line named in the message is the line underlined");
    assert.equal(start.line, end.line);
    return [code, lines[start.line]!.slice(start.character, end.character)];
  });
}

const notebook = ["---", "hgl: 1", "---", "", "# Ünïcode 🦴", "", "```hgl train #base", "epochz: 65", "```", ""];

for (const [name, eol] of [
  ["LF", "\n"],
  ["CRLF", "\r\n"],
] as const) {
  test(`a mistyped key is underlined where it stands (${name})`, () => {
    const found = underlined(notebook.join(eol));
    assert.ok(
      found.some(([code, text]) => code === "unknown-key" && text === "epochz"),
      JSON.stringify(found),
    );
  });
}

test("a message is shown as one sentence", () => {
  const text = notebook.join("\n");
  for (const diagnostic of checkNotebook(text)) {
    const { message } = diagnosticFacts(documentOf(text), diagnostic);
    assert.match(message, /^[A-Z`#"].*[.?!]$/s);
    assert.doesNotMatch(message, /\.\.$/);
  }
});

test("the tally counts, and says when there is nothing to count", () => {
  assert.equal(tally(untranslated, []), "no problems");
  assert.equal(tally(untranslated, [{ severity: "error" }]), "1 error");
  assert.equal(
    tally(untranslated, [{ severity: "warning" }, { severity: "error" }, { severity: "error" }]),
    "2 errors, 1 warning",
  );
});

for (const eol of ["\n", "\r\n"]) {
  test(`in a cell, what is wrong is underlined where it stands (${JSON.stringify(eol)})`, () => {
    const lines = ["train #t 🦴", "# 🦴", "data: d", 'model: "🦴" # x', "epochz: 3", "lr: 0,1"];
    const source = lines.join(eol);
    const found = problemsOf(
      openSheet([
        { hgl: false, source: "x" },
        { hgl: true, source },
      ]),
    ).map((problem) => {
      assert.equal(problem.cell, 1);
      const { start, end } = diagnosticFacts(documentOf(source), problem);
      assert.equal(start.line, end.line);
      return lines[start.line]!.slice(start.character, end.character);
    });
    assert.deepEqual(found, ["d", '"🦴"', "epochz", "0,1"]);
  });
}

test("prose and front matter, which are no cells of ours, are checked too", () => {
  assert.deepEqual(checkProse("a"), []);
  const [nested] = checkProse("- x\n  - ```hgl data #d");
  assert.equal(nested!.code, "not-a-cell");
  assert.equal(nested!.offset, 4);
  assert.deepEqual(checkProse("```hgl data #d\n```\n\n````\n```Hgl\n````"), []);
  assert.deepEqual(
    checkFrontMatter(parseNotebook("---\nhgl: 1\ntitel: x\n---\n").frontMatter).map(({ code }) => code),
    ["front-matter-key"],
  );
});
