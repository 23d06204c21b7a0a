import assert from "node:assert/strict";
import { test } from "node:test";
import { animate } from "../../../../../src/figures/animation";
import { filmStrip } from "../../../../../src/figures/filmStrip";
import { tableOutput } from "../../../../../src/worker/running/outputs/tableOutput";
import { glyphWarnings, tableWarnings } from "../../../../../src/worker/running/figures/glyphWarnings";
import { twoPeople } from "../../../figures/skeletons";

const words = (...texts: string[]): { svg: string } => ({
  svg: `<svg width="9" height="9">${texts.map((text) => `<text>${text}</text>`).join("")}</svg>`,
});

test("a drawing that the font prints whole has no warning", async () => {
  assert.deepEqual(await glyphWarnings({ formats: ["pdf"] }, words("größe", "90 ± 1")), []);
});

test("the sentence tells which formats show boxes", async () => {
  const said = async (...formats: ("svg" | "pdf" | "png" | "gif" | "webm")[]) =>
    (await glyphWarnings({ formats }, words("吃"))).join();
  assert.match(await said("svg"), /has no 吃 \(in "吃"\)\. An SVG shows them .*, other formats show boxes: write/);
  assert.match(await said("svg", "pdf"), /, so PDF shows boxes/);
  assert.match(await said("svg", "gif", "webm", "png"), /, so GIF, WEBM and PNG show boxes/);
});

test("of many characters and many names the first are named and the others counted", async () => {
  const names = ["一二三四五", "六七八九十", "百千万", "上下左右", `喝${"x".repeat(90)}`];
  const [said] = await glyphWarnings({ formats: ["png"] }, words(...names));
  assert.match(
    said!,
    /一, 二, 三, 四, 五, 六, 七, 八, 九, 十, 百, 千 and 6 more \(in "一二三四五", "六七八九十", "百千万" and 2 more\)/,
  );
});

test("the words of a film are looked at as well as those of its strip", async () => {
  const motion = { ...twoPeople, clips: twoPeople.clips.map((clip) => ({ ...clip, label: "喝水" })) };
  const [still, moving] = [{ svg: filmStrip(motion) }, { svg: "<svg/>", animation: animate(motion) }];
  for (const drawing of [still, moving])
    assert.match((await glyphWarnings({ formats: ["gif"] }, drawing)).join(), /喝, 水/);
});

test("a table warns of what pdfLaTeX cannot set, where it is written as TeX", () => {
  const table = { columns: [{ title: "Class" }], rows: [["喝水"], ["drink"]] };
  assert.deepEqual(tableWarnings({ formats: ["csv", "md"] }, table), []);
  assert.deepEqual(tableWarnings({ formats: ["tex"] }, { ...table, rows: [["drink"]] }), []);
  const warnings = tableWarnings({ formats: ["tex", "csv"] }, table);
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /^pdfLaTeX has no 喝, 水 \(in "喝水"\): set the TeX file with XeLaTeX or LuaLaTeX/);
  const shown = tableOutput(table, [], warnings);
  assert.match(shown["text/markdown"]!, /^⚠ pdfLaTeX has no/);
  assert.match(shown["text/plain"]!, /^Note: pdfLaTeX has no/);
});
