/** Everything that can be wrong with a notebook, as data; `wording.ts` turns one into a sentence. */
export type Finding =
  // the file
  | { readonly code: "nul-byte" }
  | { readonly code: "merge-conflict" }
  | { readonly code: "unclosed-fence"; readonly id: string | null; readonly hiddenLine: number | null }
  | { readonly code: "hidden-cell"; readonly opener: "fence" | "comment"; readonly hiddenLine: number }
  | { readonly code: "front-matter-open" }
  | { readonly code: "front-matter"; readonly detail: string }
  | { readonly code: "format-version"; readonly shown: string; readonly newest: number }
  | { readonly code: "no-front-matter"; readonly missing: "all" | "version" }
  | { readonly code: "front-matter-key"; readonly key: string; readonly nearest: string | null }
  | { readonly code: "not-a-cell"; readonly why: "nested" | "capitals" }
  // the fence
  | { readonly code: "missing-kind"; readonly known: readonly string[] }
  | {
      readonly code: "unknown-kind";
      readonly kind: string;
      readonly nearest: string | null;
      readonly known: readonly string[];
    }
  | { readonly code: "missing-id"; readonly kind: string; readonly guess: string | null }
  | { readonly code: "bad-id"; readonly id: string }
  /** `first`: the number of the cell that keeps the id; `firstLine`: its line, where the file is at hand. */
  | { readonly code: "duplicate-id"; readonly id: string; readonly first: number; readonly firstLine: number | null }
  // the YAML
  | { readonly code: "yaml-syntax"; readonly detail: string }
  | { readonly code: "not-a-map"; readonly shown: string }
  | { readonly code: "tab" }
  | { readonly code: "missing-space"; readonly key: string }
  | { readonly code: "several-documents" }
  | { readonly code: "duplicate-key"; readonly key: string; readonly firstLine: number }
  | { readonly code: "bad-key"; readonly shown: string }
  | { readonly code: "anchor"; readonly shown: string }
  | { readonly code: "merge-key" }
  | { readonly code: "tag"; readonly shown: string }
  | { readonly code: "underscore-number"; readonly shown: string; readonly instead: string }
  | { readonly code: "comma-number"; readonly shown: string; readonly instead: string }
  | { readonly code: "clock-number"; readonly shown: string }
  | { readonly code: "leading-zero"; readonly shown: string; readonly instead: string }
  | { readonly code: "boolean-word"; readonly shown: string; readonly instead: string }
  | { readonly code: "hash-reference"; readonly key: string; readonly id: string }
  // the values
  | {
      readonly code: "unknown-key";
      readonly key: string;
      readonly in: string;
      readonly nearest: string | null;
      readonly known: readonly string[];
    }
  | { readonly code: "missing-key"; readonly key: string; readonly allowed: string }
  | {
      readonly code: "bad-value";
      readonly key: string;
      readonly shown: string;
      readonly allowed: string;
      readonly nearest: string | null;
    }
  /** The value is nowhere told. */
  | { readonly code: "secret"; readonly key: string }
  // values that do not go together
  | { readonly code: "lengths-differ"; readonly widths: number; readonly strides: number }
  | {
      readonly code: "indivisible";
      readonly key: string;
      readonly value: number;
      readonly of: string;
      readonly total: number;
    }
  | { readonly code: "not-rising"; readonly key: string; readonly shown: string }
  | { readonly code: "beyond-epochs"; readonly key: string; readonly value: number; readonly epochs: number }
  | { readonly code: "repeated"; readonly key: string; readonly value: number | string }
  | { readonly code: "overlap"; readonly key: string; readonly values: readonly number[] }
  | { readonly code: "bounds-order"; readonly key: string; readonly low: number; readonly high: number }
  | { readonly code: "nesterov-momentum" }
  | { readonly code: "above-lr"; readonly minLr: number; readonly lr: number }
  | { readonly code: "window-short"; readonly window: number; readonly least: number; readonly model: string }
  | { readonly code: "no-effect"; readonly key: string; readonly because: string }
  | { readonly code: "unseen-untold"; readonly data: string; readonly classes: number }
  // ablations
  /** The key stands elsewhere: as the change, or the ablation's own key, `instead`. */
  | { readonly code: "not-varied"; readonly key: string; readonly instead: string }
  | { readonly code: "factors-clash"; readonly key: string; readonly first: string; readonly second: string }
  | { readonly code: "many-variants"; readonly count: number; readonly most: number }
  /** `why`: what would be wrong with the varied cell, in one sentence. */
  | { readonly code: "bad-variant"; readonly variant: string; readonly why: string }
  | { readonly code: "no-factor" }
  // references
  | {
      readonly code: "missing-cell";
      readonly key: string;
      readonly id: string;
      readonly wanted: string;
      readonly nearest: string | null;
      readonly known: readonly string[];
    }
  | {
      readonly code: "wrong-kind";
      readonly key: string;
      readonly id: string;
      readonly kind: string;
      readonly wanted: string;
      readonly nearest: string | null;
    }
  | { readonly code: "cycle"; readonly ids: readonly string[] };

export type FindingCode = Finding["code"];

export type Severity = "error" | "warning";

const WARNINGS: ReadonlySet<FindingCode> = new Set([
  "no-front-matter",
  "front-matter-key",
  "not-a-cell",
  "no-effect",
  "unseen-untold",
]);

export function severityOf(finding: Finding): Severity {
  return WARNINGS.has(finding.code) ? "warning" : "error";
}

/** A place in a text, in UTF-16 units. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

export interface Placed {
  readonly finding: Finding;
  readonly span: Span;
}
