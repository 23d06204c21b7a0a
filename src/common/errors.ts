/** Every way in which a user's input or machine can make us stop; the command line and the editor word none of their own. */
export type ErrorCode =
  | "notebook" // the notebook's text cannot be read
  | "cell" // a cell's content is wrong
  | "data" // a data set, clip or split is unusable
  | "model" // an impossible network or shape
  | "numbers" // a loss or weight stopped being finite
  | "store" // a run folder, checkpoint or event log
  | "disk" // no space, no permission, no such file
  | "network" // an endpoint that does not answer, or not as it should
  | "device" // no such device, or it fails its self-test
  | "usage" // the command line's own words
  | "interrupted"; // the user stopped it

/** What a failure says: the offending value, where it stood, and what to do next; printed as one sentence. */
export interface ErrorFacts {
  readonly code: ErrorCode;
  /** What is wrong, with the offending value in it, without a full stop. */
  readonly what: string;
  /** File, line, cell or clip; empty when the sentence already says it. */
  readonly where?: string;
  /** What the user can do next, as an imperative clause. */
  readonly next?: string;
}

/** The only error class thrown on purpose; anything else that surfaces is a defect of ours. */
export class HglError extends Error {
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;

  constructor(facts: ErrorFacts) {
    super(sentence(facts));
    this.name = "HglError";
    this.code = facts.code;
    this.facts = facts;
  }
}

/** One sentence: "WHERE: WHAT; NEXT." */
export function sentence({ what, where, next }: ErrorFacts): string {
  return `${where ? `${where}: ` : ""}${what}${next ? `; ${next}` : ""}.`;
}

/** The distinct exit status of each kind of failure, for scripts that call `hgl`. */
export function exitCode(error: unknown): number {
  if (!(error instanceof HglError)) return 70;
  if (error.code === "usage") return 64;
  if (error.code === "interrupted") return 130;
  return 1;
}

/** The known name closest to a mistyped one, or undefined when none is near (edit distance at most a third of its length, at least 2). */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
