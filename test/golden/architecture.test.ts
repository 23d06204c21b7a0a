import { test } from "node:test";
import { architectureOf, diagram, modelOf } from "../unit/figures/architecture";
import type { ArchitecturePart } from "../../src/common/vocabulary";
import { widthOf } from "../../src/figures/venue";
import { assertGolden } from "./golden";

const COLUMN = widthOf("ieee");
const PAGE = widthOf("ieee", "page");

const CASES: readonly (readonly [
  name: string,
  part: ArchitecturePart,
  options: { readonly width: number; readonly block?: number; readonly scheme?: "light" | "dark" },
  cell?: Readonly<Record<string, unknown>>,
])[] = [
  ["hglnet-column", "hglnet", { width: COLUMN }],
  ["hglnet-page", "hglnet", { width: PAGE }],
  ["hglnet-column-dark", "hglnet", { width: COLUMN, scheme: "dark" }, { preset: "hglnet-xs", dropout: 0.5 }],
  ["cts-column", "cts", { width: COLUMN }],
  ["cts-column-lse", "cts", { width: COLUMN, block: 4 }, { cts: "lse" }],
  ["cts-column-s", "cts", { width: COLUMN }, { gsm: "S" }],
  ["cts-page", "cts", { width: PAGE, block: 4 }],
  ["dht-column", "dht", { width: COLUMN, block: 4 }],
  ["dht-column-ltc", "dht", { width: COLUMN }, { dht: "ltc" }],
  ["dht-page", "dht", { width: PAGE }, { gta: "per-joint" }],
  ["ssf-column", "ssf", { width: COLUMN }],
  ["ssf-page", "ssf", { width: PAGE }],
  ["ensemble-column", "ensemble", { width: COLUMN }],
  ["ensemble-page", "ensemble", { width: PAGE }],
];

for (const [name, part, options, cell] of CASES)
  test(`the diagram ${name} is drawn as committed`, () => {
    assertGolden(`architecture-${name}.svg`, diagram(architectureOf(modelOf(cell)), part, options));
  });
