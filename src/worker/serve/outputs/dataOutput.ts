import type { CellOutput } from "../../../common/wire/worker";
import { printable } from "../../../common/payloads/printable";
import { escapeMarkdown, type Table } from "../../../figures/table";
import { count } from "../../words";
import type { DataFacts } from "../../running/dataCell";
import { tables } from "./forms";

/** More ids than this are counted, not listed. */
const MOST_LISTED = 20;

/** What a data cell shows: what is in the data set, how long its clips are, how it will be split, and clips per class. */
export function dataOutput(facts: DataFacts): CellOutput {
  const { card } = facts;
  const rows: [string, string][] = [
    ["Clips", `${count(card.clips, "clip")}, ${count(card.frames, "frame")}`],
    ["Skeleton", `${card.layout}: ${count(card.joints, "joint")}, ${count(card.bodies, "body", "bodies")}`],
    ["People", listed(card.subjects)],
    ["Cameras", listed(card.views)],
    ["Frames of a clip", lengths(card)],
    ["Split", split(facts)],
    ...(card.source ? [["Source", card.source] as [string, string]] : []),
    ...(card.license ? [["Licence", card.license] as [string, string]] : []),
    ...(card.contentHash ? [["Content hash", card.contentHash.slice(0, 12)] as [string, string]] : []),
  ];
  const about: Table = { columns: [{ title: "Data set" }, { title: card.name }], rows };
  const classes: Table = {
    columns: [{ title: "No.", align: "right" }, { title: "Class" }, { title: "Clips", align: "right" }],
    rows: card.classes.map((one, i) => [i + 1, one.name, one.clips]),
  };
  return tables(
    [about, classes],
    warningsOf(facts).map((text) => ({ markdown: `⚠ ${escapeMarkdown(text)}`, text: `Note: ${text}` })),
  );
}

/** What deserves a look before training on it. */
export function warningsOf({ card, split }: DataFacts): string[] {
  const empty = card.classes.filter(({ clips }) => clips === 0).map(({ name }) => name);
  const still = card.oneFrame.length;
  return [
    ...(typeof split === "string" ? [split] : []),
    ...card.warnings,
    ...(empty.length > 0
      ? [`${count(empty.length, "class has", "classes have")} no clip: ${empty.slice(0, 5).join(", ")}.`]
      : []),
    ...(still > 0
      ? [
          `${count(still, "clip has", "clips have")} a single frame, so no motion can be seen in ${still === 1 ? "it" : "them"}: ${card.oneFrame.slice(0, 5).join(", ")}.`,
        ]
      : []),
  ].map(printable);
}

function listed(all: DataFacts["card"]["subjects"]): string {
  if (all.length === 0) return "not known";
  const ids = all.map(({ id }) => id).join(", ");
  return all.length > MOST_LISTED ? String(all.length) : `${all.length} (${ids})`;
}

/** "44 to 160, median 71; 44–55: 12 clips, 56–67: …" */
function lengths({ lengths: { min, max, median, histogram } }: DataFacts["card"]): string {
  if (min === max) return `${min}, all alike`;
  const bins = histogram.filter(({ clips }) => clips > 0);
  const words = bins.map(({ from, to, clips }) => `${from === to ? from : `${from}–${to}`}: ${clips}`);
  return `${min} to ${max}, median ${median}; clips by length: ${words.join(", ")}`;
}

function split({ split: sizes, by, seed }: DataFacts): string {
  if (typeof sizes === "string") return "not possible";
  const { train, validation, test } = sizes;
  const held = validation > 0 ? `, validation ${validation} (with seed ${seed})` : ", no validation";
  return `by ${by}: training ${train}${held}, test ${test} clips`;
}
