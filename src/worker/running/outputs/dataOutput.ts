import { layoutName } from "../../../model/skeleton/layoutText";
import { MIME } from "../../../common/ids";
import { MOST_STILL, MOST_WARNINGS } from "../../../common/payloads/dataCard";
import type { DataCardPayload } from "../../../common/payloads/dataCard";
import { MOST_TEXT } from "../../../common/payloads/reading";
import type { CellOutput } from "../../../common/wire/worker";
import { printable } from "../../../common/payloads/printable";
import type { Table } from "../../../figures/table";
import { count } from "../../words";
import type { DataFacts } from "../dataCell";
import { note, tables } from "./forms";

/** More ids than this are counted, not listed. */
const MOST_LISTED = 20;

/** What a data cell shows: what is in the data set, how long its clips are, how it will be split, and clips per class. */
export function dataOutput(facts: DataFacts): CellOutput {
  const { card } = facts;
  const rows: [string, string][] = [
    ["Clips", `${count(card.clips, "clip")}, ${count(card.frames, "frame")}`],
    ["Skeleton", `${layoutName(card.layout)}: ${count(card.joints, "joint")}, ${count(card.bodies, "body", "bodies")}`],
    ["People", listed(card.subjects)],
    ["Cameras", listed(card.views)],
    ...(card.setups.length > 0 ? [["Set-ups", listed(card.setups)] as [string, string]] : []),
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
  const forms = tables([about, classes], warningsOf(facts).map(note));
  return { [MIME.data]: JSON.stringify(payloadOf(facts)), ...forms };
}

/** What the view's guard would refuse is cut here: a data set's words may be of any length. */
function payloadOf(facts: DataFacts): DataCardPayload {
  const { card, split: sizes, protocol, seed } = facts;
  const named = (tallies: DataFacts["card"]["subjects"]) =>
    tallies.map(({ id, clips }) => ({ name: String(id), clips }));
  const { min, median, max, histogram } = card.lengths;
  const cut = (text: string) => text.slice(0, MOST_TEXT);
  return {
    kind: "data",
    version: 2,
    cell: facts.cell,
    name: cut(card.name),
    source: card.source && cut(card.source),
    license: card.license && cut(card.license),
    contentHash: card.contentHash,
    layout: layoutName(card.layout),
    joints: card.joints,
    bodies: card.bodies,
    clips: card.clips,
    frames: card.frames,
    split: typeof sizes === "string" ? null : { protocol: cut(protocolName(facts)), by: protocol.by, seed, ...sizes },
    classes: card.classes.map(({ name, clips, first }) => ({
      name: cut(name),
      clips,
      example: first !== null && first.length <= MOST_TEXT ? first : null,
    })),
    subjects: named(card.subjects),
    views: named(card.views),
    setups: named(card.setups),
    lengths: { min, median, max, histogram },
    warnings: warningsOf(facts).slice(0, MOST_WARNINGS).map(cut),
    still: card.oneFrame.slice(0, MOST_STILL).map(cut),
  };
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

/** "X-Sub", or "X-Sub, 2 classes unseen (wave, sit)" */
function protocolName({ protocol, unseen = [] }: DataFacts): string {
  if (unseen.length === 0) return protocol.name;
  const named = unseen.length > MOST_LISTED ? "" : ` (${unseen.join(", ")})`;
  return `${protocol.name}, ${count(unseen.length, "class", "classes")} unseen${named}`;
}

function split(facts: DataFacts): string {
  const { split: sizes, seed } = facts;
  if (typeof sizes === "string") return "not possible";
  const { train, validation, test } = sizes;
  const held = validation > 0 ? `, validation ${validation} (with seed ${seed})` : ", no validation";
  return `${protocolName(facts)}: training ${train}${held}, test ${test} clips`;
}
