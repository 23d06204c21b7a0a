import * as z from "zod";
import { ENSEMBLE_WEIGHTS, SCORE_ENDINGS, STREAMS } from "../../common/vocabulary";
import { ID_PATTERN } from "../fences";
import { field, optionalReference, share } from "./field";
import type { Rule } from "./rule";
import { repeats } from "./rule";

/** Members of one ensemble. */
export const MOST_MEMBERS = 12;

const MEMBER = `the id of a train cell, or the path of a file of scores (${SCORE_ENDINGS.map((ending) => `\`${ending}\``).join(", ")})`;

export const ensembleSchema = z.strictObject({
  of: optionalReference(
    ["ablation"],
    "An ablation whose variants are fused. One that varies `data.stream` declares all streams at once: same recipe, same seeds.",
    "no ablation; then `members` are needed",
  ),
  members: field(z.array(z.string().min(1).max(1000)).max(MOST_MEMBERS).default([]), {
    meaning:
      "What is fused, behind the variants of `of`: train cells, whose runs are paired seed by seed in their order, and files of other people's test scores, relative to the notebook. Clips are matched by their names, else by their labels' order, and refused where they are others.",
    allowed: `a list of at most ${MOST_MEMBERS}, each ${MEMBER}`,
    refers: () => ["train"],
  }),
  weights: field(
    z.union([z.enum(ENSEMBLE_WEIGHTS), z.array(share(0, 1000)).min(1).max(MOST_MEMBERS)]).default("fixed"),
    {
      meaning: "How much each member's probabilities count. Nothing is ever fitted on the test split.",
      source: "ProtoGCN: 2 for J, B and K, 1 for their motions",
      choices: {
        fixed: "By stream: 2 for J, B and K, 1 for JM, BM and KM.",
        equal: "The same for all.",
        fitted: "Fitted on the validation clips, seed by seed; every member must have been scored on them.",
      },
      allowed: "`fixed`, `equal`, `fitted`, or a list with a number from 0 to 1000 for each member",
    },
  ),
  streams: field(z.array(z.enum(STREAMS)).min(1).max(MOST_MEMBERS).optional(), {
    meaning:
      "The stream of each member, in their order. They decide over fixed weights and over the rows of two, four and six streams.",
    fallback: "that of a train cell or variant; a file has none",
    allowed: "a list of streams, one for each member: `J`, `B`, `K`, `JM`, `BM`, `KM`",
  }),
});

export type EnsembleCell = z.output<typeof ensembleSchema>;

/** What an ensemble cell's values must satisfy together, whatever `of` brings. */
export function ensembleRules(cell: EnsembleCell): Rule[] {
  const { of, members, weights, streams } = cell;
  const rules: Rule[] = repeats(["members"], members);
  const files = members.filter((member) => !ID_PATTERN.test(member));
  members.forEach((member, at) => {
    const isScores = SCORE_ENDINGS.some((ending) => member.toLowerCase().endsWith(ending));
    if (files.includes(member) && !isScores) rules.push(bad(["members", at], member, MEMBER));
  });
  if (of === undefined && members.length === 0)
    rules.push({
      path: [],
      finding: { code: "missing-key", key: "members", allowed: `${MEMBER}, or an ablation under \`of\`` },
    });
  if (Array.isArray(weights) && !weights.some((weight) => weight > 0))
    rules.push(bad(["weights"], weights, "numbers of which one is above 0"));
  if (weights === "fitted" && files.length > 0)
    rules.push(
      bad(["weights"], weights, "`fixed`, `equal` or numbers where a member is a file, which has no validation scores"),
    );
  if (weights === "fixed" && files.length > 0 && !streams) {
    const allowed = `streams, ${eachOf(of === undefined ? members.length : null)}`;
    rules.push({ path: ["streams"], finding: { code: "missing-key", key: "streams", allowed } });
  }
  return of === undefined ? [...rules, ...countRules(cell, members.length)] : rules;
}

/** What hangs on how many members there are, those that `of` brings included. */
export function countRules({ of, weights, streams }: EnsembleCell, members: number): Rule[] {
  const rules: Rule[] = [];
  if (members > MOST_MEMBERS)
    rules.push(bad(["of"], of, `an ablation with which there are at most ${MOST_MEMBERS} members, not ${members}`));
  if (members === 0) return rules;
  if (Array.isArray(weights) && weights.length !== members)
    rules.push(bad(["weights"], weights, `a number for each of the ${members} members`));
  if (streams && streams.length !== members) rules.push(bad(["streams"], streams, eachOf(members)));
  return rules;
}

function eachOf(members: number | null): string {
  return members === null ? "one for each member" : `one for each of the ${members} members`;
}

function bad(path: readonly (string | number)[], value: unknown, allowed: string): Rule {
  const shown = typeof value === "string" ? `\`${value}\`` : `[${(value as unknown[]).join(", ")}]`;
  return { path: [...path], finding: { code: "bad-value", key: String(path[0]), shown, allowed, nearest: null } };
}
