import type { AlignmentScores, LanguageResult, RunResult } from "../common/runRecord";
import { spreadOf, type Spread } from "./statistics";
import type { Table } from "./table";

/** "class-level text": what a description describes stands wherever a number of it does. */
export const levelWords = ({ level }: Pick<LanguageResult, "level">): string => `${level}-level text`;

type Score = (scores: AlignmentScores) => number | null;

/** What is told of an alignment, in the order of every table: a name in words, a short one, and the number. */
const SCORES: readonly { readonly name: string; readonly short: string; readonly of: Score }[] = [
  { name: "Skeleton to text, R@1 (%)", short: "S to T R@1 (%)", of: (s) => s.skeletonToText?.r1 ?? null },
  { name: "Skeleton to text, R@5 (%)", short: "S to T R@5 (%)", of: (s) => s.skeletonToText?.r5 ?? null },
  { name: "Text to skeleton, R@1 (%)", short: "T to S R@1 (%)", of: (s) => s.textToSkeleton?.r1 ?? null },
  { name: "Text to skeleton, R@5 (%)", short: "T to S R@5 (%)", of: (s) => s.textToSkeleton?.r5 ?? null },
  { name: "Top-1 by nearest class text (%)", short: "By text (%)", of: (s) => s.byText },
];

/** As `SCORES`, of runs that hold classes out. */
const ZERO_SHOT: typeof SCORES = [
  { name: "Unseen classes alone, top-1 (%)", short: "Unseen alone (%)", of: (s) => s.zeroShot?.unseenAlone ?? null },
  { name: "All classes, clips of seen ones (%)", short: "Seen (%)", of: (s) => s.zeroShot?.seen ?? null },
  { name: "All classes, clips of unseen ones (%)", short: "Unseen (%)", of: (s) => s.zeroShot?.unseen ?? null },
  { name: "Harmonic mean of both (%)", short: "Harmonic (%)", of: (s) => s.zeroShot?.harmonic ?? null },
];

type Told = RunResult & { readonly language: LanguageResult };

const told = (runs: readonly { readonly result: RunResult }[]): Told[] =>
  runs.flatMap(({ result }) => (result.language ? [{ ...result, language: result.language }] : []));

const scoresFor = (results: readonly Told[]): typeof SCORES =>
  results.some(({ language }) => language.test.zeroShot) ? [...SCORES, ...ZERO_SHOT] : SCORES;

/** What skeletons and descriptions of one cell's runs find of one another; null where none was aligned. */
export function languageTable(runs: readonly { readonly result: RunResult }[]): Table | null {
  const results = told(runs);
  const [first] = results;
  if (!first) return null;
  const { language, unseen } = first;
  const validation = results.some(({ language: { validation } }) => validation !== null);
  const spread = (of: (language: LanguageResult) => number | null): Spread | null =>
    spreadOf(results.map(({ language }) => of(language)));
  const percent = { digits: 2, times: 100, align: "right" as const };
  return {
    columns: [
      { title: `Skeletons and ${levelWords(language)}` },
      { title: "Test", ...percent },
      ...(validation ? [{ title: "Validation", ...percent }] : []),
    ],
    rows: scoresFor(results).flatMap(({ name, of }) => {
      const test = spread((language) => of(language.test));
      // Such as a choice among unseen classes where there is but one.
      if (test === null) return [];
      return [[name, test, ...(validation ? [spread(({ validation: held }) => held && of(held))] : [])]];
    }),
    note: [protocolWords(language), unseenWords(unseen), similarWords(language)].filter(Boolean).join(" "),
  };
}

/** One row per group of runs, those without alignment left out; null where there is none. */
export function retrievalTable(
  groups: readonly { readonly name: string; readonly runs: readonly { readonly result: RunResult }[] }[],
): Table | null {
  const all = groups
    .map(({ name, runs }) => ({ name, results: told(runs) }))
    .filter(({ results }) => results.length > 0);
  if (all.length === 0) return null;
  const scores = scoresFor(all.flatMap(({ results }) => results));
  return {
    columns: [
      { title: "Cell" },
      { title: "Descriptions" },
      { title: "Text encoder" },
      { title: "Seeds", align: "right" },
      ...scores.map(({ short }) => ({ title: short, digits: 2, times: 100, align: "right" as const })),
    ],
    rows: all.map(({ name, results }) => [
      name,
      distinct(results.map(({ language }) => levelWords(language))),
      distinct(results.map(({ language }) => language.encoder)),
      results.length,
      ...scores.map(({ of }) => spreadOf(results.map(({ language }) => of(language.test)))),
    ]),
    note: "Test split after the last epoch, mean ± sample standard deviation over seeds. S to T: a clip looks for a text, T to S: a text for a clip; at class level a hit is of the same class, at clip level the clip's own.",
  };
}

/** "12 clips and 6 texts, encoded by X: …" */
function protocolWords({ level, encoder, test }: LanguageResult): string {
  const hit = level === "class" ? "a hit is of the same class" : "a hit is the clip's own";
  return `${test.clips} test clips and ${test.texts} texts (${encoder}), each ranking all of the other; ${hit}, and a tie is a miss.`;
}

function unseenWords(unseen: readonly string[] | undefined): string | null {
  return unseen ? `Never trained on: ${unseen.join(", ")}.` : null;
}

function similarWords({ similar }: LanguageResult): string | null {
  const [first] = similar;
  if (!first) return null;
  const [one, other] = first.classes;
  return `Most alike are the descriptions of ${one} and ${other} (cosine ${first.cosine.toFixed(2)}).`;
}

function distinct(values: readonly string[]): string {
  return [...new Set(values)].join(", ");
}
