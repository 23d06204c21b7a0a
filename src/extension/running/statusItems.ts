import type { CellStatus } from "../../common/wire/worker";
import { isTraining } from "../../notebook/index";
import { share } from "../runs/runTexts";
import type { Translate } from "../translate";

/** A cell as its status line tells it. */
export interface CellFacts {
  readonly kind: string;
  readonly status: CellStatus | null;
  /** Why it failed or stopped, one sentence. */
  readonly message: string | null;
  /** Few words; null while its outputs are of the present text. */
  readonly stale: string | null;
  /** Why it was not run; null when it was. */
  readonly skipped: string | null;
  readonly waiting: boolean;
}

/** One item of a cell's status line. `command` is an id of the manifest that takes the cell. */
export interface StatusItem {
  /** With codicons. */
  readonly text: string;
  readonly tooltip: string;
  /** For screen readers: no icons, whole words. */
  readonly label: string;
  readonly command: "hocslm.openRunFolder" | "hocslm.resumeCell" | null;
}

/** The items in their order; few enough that they fit a narrow cell. */
export function statusItems(facts: CellFacts, t: Translate): readonly StatusItem[] {
  const { status, stale, skipped } = facts;
  return [
    ...(stale === null ? [] : [staleItem(stale, t)]),
    ...(skipped === null ? [] : [skippedItem(skipped, t)]),
    ...(status === null ? [] : standing(facts, status, t)),
    ...(isResumable(facts) ? [resumeItem(facts, t)] : []),
  ];
}

/** Whether Resume would do something that Run would not say as plainly. */
export function isResumable({ kind, status, waiting }: Pick<CellFacts, "kind" | "status" | "waiting">): boolean {
  return isTraining(kind) && !waiting && (status?.state === "interrupted" || status?.state === "failed");
}

function standing({ kind, message }: CellFacts, status: CellStatus, t: Translate): StatusItem[] {
  const items: StatusItem[] = [stateItem(kind, status, message, t)];
  const { cached, bestValidation, test, runs, backend, state } = status;
  if (cached && state === "done") items.push(cachedItem(t));
  if (test !== null && state === "done") {
    const shown = share(test);
    items.push(
      plain(
        "target",
        t("test {0}", shown),
        t("Mean top-1 accuracy on the test split, of the finished seeds: {0}", shown),
      ),
    );
  } else if (bestValidation !== null) {
    const shown = share(bestValidation);
    items.push(
      plain(
        "graph-line",
        t("best validation {0}", shown),
        t("Best top-1 accuracy on the validation split so far: {0}", shown),
      ),
    );
  }
  if (runs.length > 0) items.push(runItem(runs, t));
  if (backend !== null && isTraining(kind)) items.push(plain("server", backend, t("Computed on: {0}", backend)));
  return items;
}

function stateItem(kind: string, status: CellStatus, message: string | null, t: Translate): StatusItem {
  const { state, seeds, seedsDone } = status;
  const icon = { done: "pass", interrupted: "debug-pause", failed: "error", running: "sync~spin" }[state];
  const words = {
    done: t("done"),
    interrupted: t("interrupted"),
    failed: t("failed"),
    running: isTraining(kind) ? t("training") : t("running"),
  }[state];
  const counted =
    seeds > 1 || (seeds === 1 && state !== "done")
      ? `${words} · ${kind === "ablation" ? t("{0} of {1} runs", seedsDone, seeds) : t("{0} of {1} seeds", seedsDone, seeds)}`
      : words;
  return plain(icon, counted, message ?? counted);
}

function runItem(runs: readonly string[], t: Translate): StatusItem {
  const first = runs[0]!.slice(0, 8);
  const text = runs.length > 1 ? `${first} +${runs.length - 1}` : first;
  const label = runs.length > 1 ? t("{0} runs, the first is {1}", runs.length, first) : t("run {0}", first);
  return {
    text: `$(folder-opened) ${text}`,
    tooltip: `${t("Open the run folder")}\n${runs.join("\n")}`,
    label: `${label}. ${t("Open the run folder")}`,
    command: "hocslm.openRunFolder",
  };
}

function cachedItem(t: Translate): StatusItem {
  return plain(
    "archive",
    t("cached"),
    t("Nothing had to be computed: an earlier run has the same configuration, data and program."),
  );
}

function staleItem(reason: string, t: Translate): StatusItem {
  const tooltip = t("These results were made from an earlier text ({0}). Run the cell to renew them.", reason);
  return { text: `$(history) ${t("stale: {0}", reason)}`, tooltip, label: t("Stale: {0}", reason), command: null };
}

function skippedItem(reason: string, t: Translate): StatusItem {
  return {
    text: `$(debug-step-over) ${t("skipped: {0}", reason)}`,
    tooltip: t("It was not run: {0}", reason),
    label: t("Skipped: {0}", reason),
    command: null,
  };
}

function resumeItem({ message }: CellFacts, t: Translate): StatusItem {
  const tooltip = [message, t("Go on from the last checkpoint.")].filter((line) => line !== null).join("\n");
  return {
    text: `$(debug-continue) ${t("Resume")}`,
    tooltip,
    label: t("Resume training"),
    command: "hocslm.resumeCell",
  };
}

function plain(icon: string, words: string, tooltip: string): StatusItem {
  return { text: `$(${icon}) ${words}`, tooltip, label: words, command: null };
}
