import assert from "node:assert/strict";
import { test } from "node:test";
import { readCellSource, writeCellSource } from "../../../src/notebook/cellSource";

/** A source and what it reads as: kind, id, attributes, YAML; its spans must hold what they name. */
function reads(source: string, kind: string, id: string | null, attributes: string, text: string): void {
  const read = readCellSource(source);
  assert.deepEqual([read.kind, read.id, read.attributes, read.text], [kind, id, attributes, text], source);
  const at = (span: { offset: number; length: number } | null): string | null =>
    span && source.slice(span.offset, span.offset + span.length);
  assert.equal(at(read.kindSpan), kind === "" ? null : kind);
  assert.equal(at(read.idSpan), id);
  assert.equal(source.slice(read.textOffset), text);
  const again = readCellSource(writeCellSource(read));
  assert.deepEqual([again.kind, again.id, again.attributes, again.text], [kind, id, attributes, text], source);
}

test("a header line, then YAML", () => {
  reads("train #base\ndata: ucla", "train", "base", "", "data: ucla");
  reads("train #base", "train", "base", "", "");
  reads("train #base\n", "train", "base", "", "");
  reads("train", "train", null, "", "");
  reads("train base\ndata: x", "train", null, "base", "data: x");
  reads("  train   #base  {a: 1} x\r\ndata: ucla\r\n", "train", "base", "{a: 1} x", "data: ucla\r\n");
  reads("train x #base\rdata: ucla", "train", "base", "x", "data: ucla");
  reads("train #\ndata: x", "train", "", "", "data: x");
  reads("train #1", "train", "1", "", "");
  reads("#base\ndata: x", "", "base", "", "data: x");
  reads("hgl train #base\ndata: x", "train", "base", "", "data: x");
  reads("hgl\ndata: x", "", null, "", "data: x");
});

test("what is YAML already is no header", () => {
  reads("", "", null, "", "");
  reads("data: ucla", "", null, "", "data: ucla");
  reads("data : ucla", "", null, "", "data : ucla");
  reads("data:ucla", "", null, "", "data:ucla");
  reads("learning rate: 1", "", null, "", "learning rate: 1");
  reads("# a note\ndata: x", "", null, "", "# a note\ndata: x");
  reads("- x", "", null, "", "- x");
  reads("{ a: 1 }", "", null, "", "{ a: 1 }");
  reads("\ntrain #base\ndata: x", "", null, "", "train #base\ndata: x");
  reads("\n\nx: 1", "", null, "", "\nx: 1");
});

test("a header that looks like YAML is written with its mark", () => {
  assert.equal(writeCellSource({ kind: "data:", id: "x", attributes: "", text: "a: 1" }), "hgl data: #x\na: 1");
  assert.equal(writeCellSource({ kind: "hgl", id: null, attributes: "", text: "" }), "hgl hgl");
  reads("hgl data: #x", "data:", "x", "", "");
  reads("hgl hgl #hgl", "hgl", "hgl", "", "");
});
