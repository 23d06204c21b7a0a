import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";
import {
  ARCHITECTURE_PARTS,
  CTS_CHOICES,
  DHT_CHOICES,
  GSM_CHOICES,
  GTA_CHOICES,
  PRIOR_CHOICES,
} from "../../src/common/vocabulary";
import { pt } from "../../src/figures/theme";
import { COLUMNS, VENUES, columnsOf, widthOf } from "../../src/figures/venue";
import { blocksOf } from "../../src/figures/architecture/facts";
import { blockShapes } from "../../src/model/network/hglnet";
import { layoutNamed, LAYOUT_NAMES } from "../../src/model/skeleton/layout";
import { architectureOf, diagram, inside, modelOf, overlap, readDiagram } from "../unit/figures/architecture";

const widths = [
  ...VENUES.flatMap((venue) => COLUMNS.filter((one) => columnsOf(venue).includes(one)).map((one) => widthOf(venue, one))), // prettier-ignore
  widthOf({ mm: 83 }),
  widthOf({ mm: 400 }),
];

/** Every switch that a model cell has. */
const cells = fc
  .record({
    blocks: fc.array(
      fc.record({ width: fc.constantFrom(64, 128, 256, 512, 1024), stride: fc.constantFrom(1, 1, 1, 2) }),
      { minLength: 1, maxLength: 8 },
    ),
    cts: fc.constantFrom(...CTS_CHOICES),
    gsm: fc.constantFrom(...GSM_CHOICES),
    prior: fc.constantFrom(...PRIOR_CHOICES),
    dht: fc.constantFrom(...DHT_CHOICES),
    gta: fc.constantFrom(...GTA_CHOICES),
    gtaHeads: fc.constantFrom(1, 2, 4, 8, 16),
    reduction: fc.constantFrom(1, 8, 16),
    lseGroups: fc.constantFrom(1, 2, 4, 16),
    kernel: fc.constantFrom(1, 3, 5, 15),
    dilations: fc.constantFrom([1, 2], [2, 4], [16, 16]),
    dropout: fc.constantFrom(0, 0.5, 0.25),
  })
  .map(({ blocks, ...cell }) => ({
    ...cell,
    widths: blocks.map(({ width }) => width),
    strides: blocks.map(({ stride }, i) => (blocks.slice(0, i).filter((one) => one.stride === 2).length < 4 ? stride : 1)), // prettier-ignore
  }));

const cases = fc.record({
  cell: cells,
  layout: fc.constantFrom(...LAYOUT_NAMES),
  classes: fc.constantFrom(2, 10, 120),
  window: fc.constantFrom(52, 64, 128),
  part: fc.constantFrom(...ARCHITECTURE_PARTS),
  width: fc.constantFrom(...widths),
  block: fc.nat({ max: 7 }),
  scheme: fc.constantFrom("light" as const, "dark" as const),
});

describe("diagrams of the architecture", () => {
  it("keep every word apart from others, from lines and from edges, for every configuration and width", () => {
    fc.assert(
      fc.property(cases, ({ cell, layout, classes, window, part, width, block, scheme }) => {
        const architecture = architectureOf(modelOf(cell), layout, classes, window);
        const options = { width, block: (block % cell.widths.length) + 1, scheme };
        const svg = diagram(architecture, part, options);
        assert.equal(diagram(architecture, part, options), svg, "equal input gives equal bytes");
        assert.doesNotMatch(svg, /NaN|undefined|Infinity|\$|`/);
        const { height, texts, rects, lines } = readDiagram(svg);
        const paper = { left: 0, top: 0, right: width, bottom: height };
        for (const [i, text] of texts.entries()) {
          assert.ok(inside(text, paper), `"${text.text}" leaves the drawing`);
          assert.ok(text.least >= pt(6) - 0.01, `"${text.text}" is set in ${text.least} px`);
          for (const other of texts.slice(i + 1))
            assert.ok(!overlap(text, other), `"${text.text}" lies on "${other.text}"`);
          for (const line of lines) assert.ok(!overlap(text, line, -0.2), `a line crosses "${text.text}"`);
          for (const rect of rects)
            assert.ok(!overlap(text, rect) || inside(text, rect), `"${text.text}" crosses the edge of a box`);
        }
        for (const [i, rect] of rects.entries()) {
          assert.ok(inside(rect, paper), "a box leaves the drawing");
          for (const other of rects.slice(i + 1)) assert.ok(!overlap(rect, other), "a box lies on another");
          for (const line of lines) assert.ok(!overlap(rect, line, 0.5), "a line runs through a box");
        }
        for (const line of lines) assert.ok(inside(line, paper), "a line leaves the drawing");
      }),
      { numRuns: 200 },
    );
  });

  it("name every part that the configuration has once, and no other", () => {
    fc.assert(
      fc.property(cells, fc.constantFrom(...widths), (cell, width) => {
        const architecture = architectureOf(modelOf(cell));
        const expected = {
          FPB: cell.cts !== "lse",
          GSM: cell.cts !== "lse",
          LSE: cell.cts === "both" || cell.cts === "lse",
          GTA: cell.dht !== "ltc",
          LTC: cell.dht !== "gta",
        };
        const shown = { cts: ["FPB", "GSM", "LSE"], dht: ["GTA", "LTC"], hglnet: Object.keys(expected) } as const;
        for (const part of ["hglnet", "cts", "dht"] as const) {
          const words = readDiagram(diagram(architecture, part, { width })).texts.map(({ text }) => text);
          for (const [name, is] of Object.entries(expected)) {
            const times = words.filter((word) => word === name || word.startsWith(`${name} (`)).length;
            assert.equal(times, is && shown[part].some((one) => one === name) ? 1 : 0, `${name} in ${part}`);
          }
        }
        const words = readDiagram(diagram(architecture, "cts", { width })).texts.map(({ text }) => text);
        const learned = cell.cts === "both" || cell.cts === "gsm";
        for (const [letter, name] of [["D", "Dynamic"], ["Q", "Attention"]] as const) // prettier-ignore
          assert.equal(words.some((word) => word.startsWith(name)), learned && cell.gsm.includes(letter), name); // prettier-ignore
      }),
      { numRuns: 60 },
    );
  });

  it("count blocks as the network does", () => {
    fc.assert(
      fc.property(cells, fc.constantFrom(52, 64, 127), (cell, window) => {
        const config = modelOf(cell);
        const shapes = blockShapes({ config, layout: layoutNamed("ntu25"), classes: 2, window });
        const facts = blocksOf({ config, input: { ...architectureOf(config).input, window } });
        assert.deepEqual(
          facts.map(({ from, to, stride, frames }) => ({ from, to, stride, frames })),
          shapes.map(({ from, to, stride, frames }) => ({ from, to, stride, frames })),
        );
      }),
    );
  });
});
