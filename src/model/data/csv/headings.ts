import { HglError, nearest } from "../../../common/errors";

/** What a column can mean, and the headings under which it is looked for when none is named; small and capital letters are one. */
export const MEANINGS = {
  clip: ["clip", "sample", "sequence", "video", "file"],
  label: ["label", "class", "action"],
  frame: ["frame", "frame_index", "frame_id", "time", "timestamp"],
  joint: ["joint", "keypoint", "landmark", "marker"],
  body: ["body", "person", "actor"],
  x: ["x"],
  y: ["y"],
  z: ["z"],
  score: ["score", "confidence", "conf", "visibility"],
  subject: ["subject", "performer", "participant"],
  view: ["view", "camera"],
  setup: ["setup", "set-up"],
  split: ["split", "partition"],
  image: ["image", "image_size", "resolution"],
} as const;

export type Meaning = keyof typeof MEANINGS;

/** Finds columns by what they mean. */
export interface Headings {
  /** The column's number, or undefined where there is none. Throws HglError "data" where one is named that does not exist. */
  find(meaning: Meaning): number | undefined;
  /** Throws HglError "data" with what to name. */
  need(meaning: Meaning): number;
  /** The column with this very heading, small and capital letters being one. */
  titled(heading: string): number | undefined;
}

/** `named` is the user's own choice, meaning to heading; `where` names the table. Throws HglError "data" for a meaning that does not exist. */
export function headingsOf(
  headings: readonly string[],
  named: Readonly<Record<string, string>>,
  where: string,
): Headings {
  const fail = (what: string, next: string): never => {
    throw new HglError({ code: "data", where, what, next });
  };
  const known = Object.keys(MEANINGS);
  for (const meaning of Object.keys(named)) {
    if (known.includes(meaning)) continue;
    const guess = nearest(meaning, known);
    fail(`no column can mean "${meaning}"`, guess ? `did you mean "${guess}"?` : `use some of ${known.join(", ")}`);
  }
  const lower = headings.map((heading) => heading.toLowerCase());
  const titled = (heading: string): number | undefined => {
    const at = lower.indexOf(heading.toLowerCase());
    return at < 0 ? undefined : at;
  };
  const find = (meaning: Meaning): number | undefined => {
    if (!Object.hasOwn(named, meaning)) {
      for (const heading of MEANINGS[meaning]) if (titled(heading) !== undefined) return titled(heading);
      return undefined;
    }
    const wanted = named[meaning]!;
    const exact = headings.indexOf(wanted);
    const at = exact < 0 ? titled(wanted) : exact;
    if (at !== undefined) return at;
    const guess = nearest(wanted, headings);
    return fail(
      `no column is headed "${wanted}"`,
      guess ? `did you mean "${guess}"?` : `name one of ${headings.slice(0, 20).join(", ")}`,
    );
  };
  return {
    find,
    titled,
    need: (meaning) =>
      find(meaning) ??
      fail(
        `no column tells the ${meaning}: none is headed ${MEANINGS[meaning].join(", ")}`,
        `name it under columns: {${meaning}: …}, one of ${headings.slice(0, 20).join(", ")}`,
      ),
  };
}
