import { HglError } from "../../common/errors";
import type { CellEnd, CellStatus } from "../../common/wire/worker";
import { isTraining } from "../../notebook/index";
import type { Translate } from "../translate";
import { WorkerDied } from "../worker/client";
import { deathDetails } from "../worker/death";

/** An error as the editor shows it below a cell's outputs. */
export interface ShownError {
  readonly name: string;
  readonly message: string;
  /** Lines below the message; empty when there is nothing more to tell. */
  readonly details: string;
}

/** How the execution of a cell ended, however it ended. */
export interface Outcome {
  readonly succeeded: boolean;
  readonly status: CellStatus;
  readonly message: string | null;
  readonly error: ShownError | null;
  /** Whether the worker died, so that nobody knows how the cell goes on. */
  readonly lost: boolean;
}

/** The worker's answer. Who interrupts a cell knows why it stopped, so only a failure is an error. */
export function outcomeOf({ status, message, death }: CellEnd, t: Translate): Outcome {
  if (status.state !== "failed")
    return { succeeded: status.state === "done", status, message, error: null, lost: false };
  const said = message ?? t("It failed without saying why.");
  const error = { name: t("Failed"), message: said, details: death ? deathDetails(t, death) : "" };
  return { succeeded: false, status, message: said, error, lost: false };
}

/** No answer: the worker refused, died, was ended, or has a defect. `last` is what was known of the cell. */
export function outcomeOfError(thrown: unknown, kind: string, last: CellStatus | null, t: Translate): Outcome {
  const known: CellStatus = last ?? {
    state: "failed",
    cached: false,
    runs: [],
    seedsDone: 0,
    seeds: 0,
    bestValidation: null,
    test: null,
    backend: null,
  };
  if (thrown instanceof HglError && thrown.code === "interrupted")
    return {
      succeeded: false,
      status: { ...known, state: "interrupted" },
      message: thrown.message,
      error: null,
      lost: false,
    };
  if (thrown instanceof WorkerDied && thrown.onPurpose)
    return {
      succeeded: false,
      status: { ...known, state: "interrupted" },
      message: thrown.message,
      error: null,
      lost: false,
    };
  const status: CellStatus = { ...known, state: "failed", cached: false };
  if (thrown instanceof WorkerDied) {
    const goesOn = isTraining(kind)
      ? ` ${t("Training runs in a process of its own and may still go on; Resume follows it or goes on from the last checkpoint.")}`
      : "";
    const message = thrown.message + goesOn;
    const details = thrown.death ? deathDetails(t, thrown.death) : "";
    return { succeeded: false, status, message, error: { name: t("Worker ended"), message, details }, lost: true };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { succeeded: false, status, message, error: { name: t("Failed"), message, details: "" }, lost: false };
}
