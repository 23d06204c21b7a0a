import type { CellOutput } from "../../../common/wire/worker";
import { printable } from "../../../common/payloads/printable";
import { levelWords } from "../../../figures/languageTable";
import type { Table } from "../../../figures/table";
import { count } from "../../words";
import type { TextFacts } from "../textCell";
import { note, tables } from "./forms";

/** What a text cell shows: where its descriptions come from, whom they describe, and how well their vectors tell the classes apart. */
export function textOutput(facts: TextFacts): CellOutput {
  const { clips, described, dimension, tokens } = facts;
  const vectors = `${count(dimension, "number")} a sentence${tokens === null ? "" : `, up to ${count(tokens, "token")}`}`;
  const about: Table = {
    columns: [{ title: "Descriptions" }, { title: facts.source }],
    rows: [
      ["Of", facts.dataset],
      ["Level", levelInWords(facts.level)],
      ["Texts", `${count(facts.texts, "text")}; ${clips.described} of ${count(clips.of, "clip")} described`],
      ...(described ? [["Written by", `${described.by}; ${spentWords(described)}`] as const] : []),
      ["Encoder", `${facts.encoder}: ${vectors}${facts.centred ? ", centred over the classes" : ""}`],
      ["Content hash", facts.hash.slice(0, 12)],
    ],
  };
  const classes: Table = {
    columns: [
      { title: "Class" },
      { title: "Texts", align: "right" },
      { title: "First" },
      { title: "Nearest class" },
      { title: "Cosine", align: "right" },
    ],
    rows: facts.classes.map(({ name, texts, first, nearest, cosine }) => [
      name,
      texts,
      first ?? "–",
      nearest ?? "–",
      cosine === null ? "–" : cosine.toFixed(2),
    ]),
    note: "Cosine between the mean sentence vectors of two classes.",
  };
  return tables([about, classes], facts.warnings.map(printable).map(note));
}

function spentWords({ input, output, money, uncounted }: NonNullable<TextFacts["described"]>): string {
  const least = uncounted > 0 ? "at least " : "";
  const paid = money === null ? "" : `, ${least}${money.toFixed(2)} paid`;
  return `${least}${count(input, "token")} asked, ${count(output, "token")} answered${paid}`;
}

/** Said wherever a result of training with descriptions appears. */
export function levelInWords(level: TextFacts["level"]): string {
  return `${levelWords({ level })}: ${level === "class" ? "all clips of a class share its descriptions" : "each clip has its own"}`;
}
