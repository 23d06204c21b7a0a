import type { RunState } from "../../common/runRecord";
import type { RunSummary } from "../../common/wire/worker";
import type { Translate } from "../translate";
import { isAlive } from "./runTree";

/** What the words of the Runs view depend on besides the runs. */
export interface Wording {
  readonly t: Translate;
  /** Of the editor, as BCP 47. */
  readonly locale: string;
  /** Unix milliseconds. */
  readonly now: number;
}

export function stateWord(state: RunState, t: Translate): string {
  switch (state) {
    case "new":
      return t("not begun");
    case "queued":
      return t("waiting");
    case "running":
      return t("training");
    case "interrupted":
      return t("interrupted");
    case "failed":
      return t("failed");
    case "done":
      return t("done");
  }
}

/** A codicon and a colour of the theme; the word beside it always says the same. */
export function stateIcon(state: RunState): { readonly icon: string; readonly colour: string | null } {
  switch (state) {
    case "new":
      return { icon: "circle-outline", colour: null };
    case "queued":
      return { icon: "clock", colour: null };
    case "running":
      return { icon: "sync~spin", colour: "charts.blue" };
    case "interrupted":
      return { icon: "debug-pause", colour: "charts.yellow" };
    case "failed":
      return { icon: "error", colour: "testing.iconFailed" };
    case "done":
      return { icon: "pass", colour: "testing.iconPassed" };
  }
}

/** The state that a row for several runs shows: what moves before what waits for the user, before what is done. */
export function foremostState(runs: readonly Pick<RunSummary, "state">[]): RunState {
  const order: readonly RunState[] = ["running", "queued", "failed", "interrupted", "new", "done"];
  return order.find((state) => runs.some((run) => run.state === state)) ?? "new";
}

/** "done · 97.0 % · 3 min ago" beside a run's seed. */
export function runDescription(run: RunSummary, wording: Wording): string {
  const { t } = wording;
  return joined([
    stateWord(run.state, t),
    run.state === "done" || run.epoch === 0 ? "" : t("epoch {0}/{1}", run.epoch, run.epochs),
    run.test !== null
      ? share(run.test)
      : run.bestValidation !== null
        ? t("validation {0}", share(run.bestValidation))
        : "",
    isAlive(run) ? "" : age(run.updatedAt, wording),
  ]);
}

/** "2 of 3 done · mean 96.5 % · 3 min ago" beside runs of one configuration. */
export function groupDescription(runs: readonly RunSummary[], wording: Wording): string {
  const { t } = wording;
  const done = runs.filter(({ state }) => state === "done").length;
  const scores = runs.flatMap(({ test }) => (test === null ? [] : [test]));
  const moved = Math.max(0, ...runs.map(({ updatedAt }) => updatedAt ?? 0));
  const score =
    scores.length > 1
      ? t("mean {0}", share(scores.reduce((sum, one) => sum + one, 0) / scores.length))
      : scores.map(share).join("");
  return joined([
    t("{0} of {1} done", done, runs.length),
    foremostState(runs) === "done" ? "" : stateWord(foremostState(runs), t),
    score,
    runs.some(isAlive) ? "" : age(moved === 0 ? null : moved, wording),
  ]);
}

/** What a screen reader says of a run: the whole row in words. */
export function runSpoken(run: RunSummary, wording: Wording): string {
  const { t } = wording;
  return [
    t("Seed {0}", run.seed),
    stateWord(run.state, t),
    run.state === "done" || run.epoch === 0 ? "" : t("epoch {0} of {1}", run.epoch, run.epochs),
    run.test === null ? "" : t("test accuracy {0}", share(run.test)),
    run.test === null && run.bestValidation !== null
      ? t("best validation accuracy {0}", share(run.bestValidation))
      : "",
    isAlive(run) ? "" : age(run.updatedAt, wording),
    run.message ?? "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** Name and value of what is known of a run, in the order of a reader's interest. */
export function runFacts(run: RunSummary, wording: Wording): (readonly [string, string])[] {
  const { t, locale } = wording;
  const time = (at: number) =>
    new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
  const facts: [string, string | null][] = [
    [t("Run"), run.runId],
    [t("State"), stateWord(run.state, t)],
    [t("Why"), run.message],
    [t("Epoch"), `${run.epoch}/${run.epochs}`],
    [t("Test accuracy"), run.test === null ? null : share(run.test)],
    [t("Best validation accuracy"), run.bestValidation === null ? null : share(run.bestValidation)],
    [t("Begun"), run.startedAt === null ? null : time(run.startedAt)],
    [isAlive(run) ? t("Last sign") : t("Ended"), run.updatedAt === null ? null : time(run.updatedAt)],
    [t("Folder"), run.folder],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** "97.0 %", cut so that only a whole is called 100 %. */
export function share(value: number): string {
  return `${value >= 0.9995 ? "100" : (100 * value).toFixed(1)} %`;
}

const AGES = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** "3 min. ago" in the editor's language; empty where no time is known. */
export function age(at: number | null, { t, locale, now }: Wording): string {
  if (at === null) return "";
  const seconds = Math.max(0, (now - at) / 1000);
  for (const [unit, size] of AGES) {
    if (seconds >= size)
      return new Intl.RelativeTimeFormat(locale, { numeric: "always", style: "short" }).format(
        -Math.floor(seconds / size),
        unit,
      );
  }
  return t("just now");
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}
