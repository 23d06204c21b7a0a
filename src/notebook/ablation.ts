import type { AnalysisOptions, Checked, CheckedCell } from "./analyse";
import { canonicalJson } from "./canonical";
import type { AblationCell } from "./cells/ablation";
import { MOST_VARIANTS } from "./cells/ablation";
import type { Changes, Level, VariedKind } from "./cells/ablationChanges";
import { leafOf, levelsOf, NO_TEXT, targetOf, withValue } from "./cells/ablationChanges";
import { completeData } from "./cells/data";
import type { KindName } from "./cells/kinds";
import { KINDS } from "./cells/kinds";
import { completeModel } from "./cells/model";
import { completeText } from "./cells/text";
import { completeTrain } from "./cells/train";
import { validate } from "./cells/validate";
import { dataFormat, windowFinding } from "./dataWindow";
import type { Finding } from "./findings";
import { severityOf } from "./findings";
import { wordingOf } from "./wording";

/** The cells of a variant, as if a notebook held them. */
export interface VariantCells {
  readonly label: string;
  /** The level of each factor; null where it is as in the baseline. */
  readonly levels: readonly (string | null)[];
  /** Labels of further combinations that make the same runs. */
  readonly also: readonly string[];
  readonly data: Checked<"data">;
  readonly model: Checked<"model">;
  readonly text: Checked<"text"> | null;
  readonly train: Checked<"train">;
}

export interface ExpandedAblation {
  readonly factors: readonly { readonly name: string; readonly levels: readonly string[] }[];
  /** The baseline first. */
  readonly variants: readonly [VariantCells, ...VariantCells[]];
}

type Cells = ReadonlyMap<string, CheckedCell>;
interface Combination {
  readonly levels: readonly (string | null)[];
  readonly changes: Changes;
}

/**
 * Every variant of an ablation: with `grid` the last factor changes first, with `one-by-one` each level stands alone. Variants that say the same
 * are one. Null where cells it needs are missing or wrong, which their own findings tell; a finding where a variant cannot be.
 */
export function expandAblation(
  { value }: Checked<"ablation">,
  cells: Cells,
  options: AnalysisOptions,
): ExpandedAblation | { readonly finding: Finding } | null {
  const train = ofKind("train", value.of, cells);
  const base = train && cellsOf(train, cells);
  if (!base) return null;
  const factors = Object.entries(value.factors).map(([name, factor]) => ({ name, levels: levelsOf(name, factor) }));
  if (factors.length === 0) return { finding: { code: "no-factor" } };
  const combinations = combinationsOf(value.design, factors);
  if (combinations.length > MOST_VARIANTS)
    return { finding: { code: "many-variants", count: combinations.length, most: MOST_VARIANTS } };
  const seeds = value.seeds ?? base.train.value.seeds;
  const seeded = { ...base, train: { ...base.train, value: { ...base.train.value, seeds } } };
  const none = factors.map(() => null);
  const variants = new Map<string, VariantCells>([
    [identityOf(seeded, options), { ...seeded, label: base.train.id, levels: none, also: [] }],
  ]);
  const shown = shownLevels(factors);
  for (const { levels, changes } of combinations) {
    const label = levels.flatMap((level, at) => (level === null ? [] : shown(level, at))).join(", ");
    const changed = changedCells(seeded, changes, cells);
    if (!changed) return null;
    const impossible = (finding: Finding) => ({
      finding: { code: "bad-variant", variant: label, why: wordingOf(finding).what } as const,
    });
    if ("finding" in changed) return impossible(changed.finding);
    const wrong = wrongOf(changed, options);
    if (wrong) return impossible(wrong);
    const identity = identityOf(changed, options);
    const same = variants.get(identity);
    if (!same) variants.set(identity, { ...changed, label, levels, also: [] });
    // The baseline bears its levels where a combination names them all.
    else if (same.levels.includes(null) && !levels.includes(null)) variants.set(identity, { ...same, label, levels });
    else variants.set(identity, { ...same, also: [...same.also, label] });
  }
  return {
    factors: factors.map(({ name, levels }) => ({ name, levels: levels.map(({ label }) => label) })),
    // A map keeps the order in which its keys came: the baseline's came first.
    variants: [...variants.values()] as [VariantCells, ...VariantCells[]],
  };
}

/** A level in a row's name; one that several factors have bears its factor's. */
function shownLevels(factors: readonly { readonly name: string; readonly levels: readonly Level[] }[]) {
  const all = factors.flatMap(({ levels }) => levels.map(({ label }) => label));
  return (level: string, at: number): string =>
    all.filter((label) => label === level).length > 1 ? `${leafOf(factors[at]!.name)} ${level}` : level;
}

function combinationsOf(
  design: AblationCell["design"],
  factors: readonly { readonly name: string; readonly levels: readonly Level[] }[],
): Combination[] {
  if (design === "one-by-one")
    return factors.flatMap(({ levels }, at) =>
      levels.map(({ label, changes }) => ({ levels: factors.map((_, i) => (i === at ? label : null)), changes })),
    );
  return factors.reduce<Combination[]>(
    (all, { levels }) =>
      // One too many is enough to say so.
      all.slice(0, MOST_VARIANTS + 1).flatMap((before) =>
        levels.map(({ label, changes }) => ({
          levels: [...before.levels, label],
          changes: { ...before.changes, ...changes },
        })),
      ),
    [{ levels: [], changes: {} }],
  );
}

type CellsOfTrain = Pick<VariantCells, "data" | "model" | "text" | "train">;

function cellsOf(train: Checked<"train">, cells: Cells): CellsOfTrain | undefined {
  const data = ofKind("data", train.value.data, cells);
  const model = ofKind("model", train.value.model, cells);
  const text = train.value.text === undefined ? null : ofKind("text", train.value.text, cells);
  return data && model && text !== undefined ? { data, model, text, train } : undefined;
}

function ofKind<K extends KindName>(kind: K, id: string, cells: Cells): Checked<K> | undefined {
  const cell = cells.get(id);
  // The compiler does not see that a cell of kind K is a Checked<K>.
  return cell?.kind === kind ? (cell as unknown as Checked<K>) : undefined;
}

/** The cells with the changes of a variant in them, replaced ones first; undefined where it names a cell that is missing. */
function changedCells(
  base: CellsOfTrain,
  changes: Changes,
  cells: Cells,
): CellsOfTrain | { readonly finding: Finding } | undefined {
  const targets = Object.entries(changes).map(([name, value]) => ({ target: targetOf(name), value }));
  const named = { ...base.train.value };
  for (const { target, value } of targets) {
    if (!target || !("replaces" in target)) continue;
    if (target.replaces === "text" && value === NO_TEXT) delete named.text;
    else named[target.replaces] = String(value);
  }
  const replaced = cellsOf({ ...base.train, value: named }, cells);
  if (!replaced) return undefined;
  const values: Record<VariedKind, unknown> = {
    data: replaced.data.value,
    model: replaced.model.value,
    train: replaced.train.value,
  };
  for (const { target, value } of targets)
    if (target && "kind" in target) values[target.kind] = withValue(values[target.kind], target.path, value);
  for (const kind of ["data", "model", "train"] as const) {
    const result = KINDS[kind].schema.safeParse(values[kind]);
    if (result.success) values[kind] = result.data;
    else return { finding: validate(KINDS[kind].schema, values[kind], `a ${kind} cell`)[0]!.finding };
  }
  return {
    ...replaced,
    data: { ...replaced.data, value: values.data as Checked<"data">["value"] },
    model: { ...replaced.model, value: values.model as Checked<"model">["value"] },
    train: { ...replaced.train, value: values.train as Checked<"train">["value"] },
  };
}

/** What the varied cells would be told if the notebook held them. */
function wrongOf({ data, model, train }: CellsOfTrain, options: AnalysisOptions): Finding | undefined {
  const none = new Set<string>();
  const rules = [
    ...KINDS.data.rules(data.value, none),
    ...KINDS.model.rules(model.value, none),
    ...KINDS.train.rules(train.value, none),
  ].map(({ finding }) => finding);
  return rules.find((finding) => severityOf(finding) === "error") ?? windowFinding(data.value, model, options);
}

/** One for all that the runs follow from, defaults filled in. */
function identityOf({ data, model, text, train }: CellsOfTrain, options: AnalysisOptions): string {
  const { seeds, language } = train.value;
  return canonicalJson({
    data: completeData(data.value, dataFormat(data.value, options)),
    model: completeModel(model.value),
    train: completeTrain(train.value),
    text: text && completeText(text.value),
    language: text && (language ?? null),
    seeds,
  });
}
