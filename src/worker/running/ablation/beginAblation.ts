import { duration } from "../../../common/duration";
import { HglError } from "../../../common/errors";
import type { ResolvedAblation } from "../../../notebook/resolve";
import { count } from "../../words";
import type { PlannedRun } from "../plan";
import { machineHere, placesFor, type PoolNeeds } from "../pool";
import { estimate, workOf, type Estimate } from "./estimate";
import { distinctRuns, untrained, type PlannedVariant } from "./planAblation";
import { stepCost } from "./stepCost";

/** What is known before an ablation starts. */
export interface AblationPlan {
  /** Every run once, in the order of rows and seeds. */
  readonly runs: readonly PlannedRun[];
  readonly rowOf: ReadonlyMap<PlannedRun, PlannedVariant>;
  /** Runs without a result. */
  readonly open: readonly PlannedRun[];
  /** Null where nothing is open, or the step could not be measured. */
  readonly estimate: Estimate | null;
  /** Runs trained at a time here. */
  readonly places: number;
}

/**
 * Counts what is to be trained and, from one measured step of the baseline, what that takes.
 * @throws HglError "cell" where it would be over the budget, "interrupted"
 */
export async function costedPlan(
  cell: ResolvedAblation,
  planned: readonly PlannedVariant[],
  notebookPath: string,
  stop: AbortSignal,
  tell: (sentence: string) => void,
): Promise<AblationPlan> {
  const rowOf = distinctRuns(planned);
  const runs = [...rowOf.keys()];
  const open = untrained(runs);
  const estimated = open.length > 0 ? await measured(planned[0]!, open, rowOf, notebookPath, stop, tell) : null;
  const needs = { threads: cell.variants[0].train.runs[0]!.train.threads, memory: estimated?.memory ?? null };
  const places = placesOf(cell, open.length, needs);
  const plan = { runs, rowOf, open, estimate: estimated, places };
  refuseOverBudget(cell, plan);
  return plan;
}

/** Runs at a time: a cluster decides itself where the cell does not. */
function placesOf({ executor }: ResolvedAblation, runs: number, needs: PoolNeeds): number {
  if (executor.kind === "local") return placesFor(runs, executor.atOnce, needs, machineHere());
  return executor.atOnce === "auto" ? runs : Math.min(runs, executor.atOnce);
}

async function measured(
  { cost, runs: [first] }: PlannedVariant,
  open: readonly PlannedRun[],
  rowOf: AblationPlan["rowOf"],
  notebookPath: string,
  stop: AbortSignal,
  tell: (sentence: string) => void,
): Promise<Estimate | null> {
  try {
    const { layout, classes } = first!.spec;
    const step = await stepCost(first!.config, { layout, classes: classes.length }, notebookPath, stop);
    return estimate(
      open.map((run) => rowOf.get(run)!.cost),
      cost,
      step,
    );
  } catch (error) {
    if (!(error instanceof HglError) || error.code === "interrupted") throw error;
    tell(`what it takes cannot be estimated: ${error.message}`);
    return null;
  }
}

function refuseOverBudget({ id, budget, executor }: ResolvedAblation, plan: AblationPlan): void {
  if (budget === null || plan.open.length === 0) return;
  const refuse = (what: string, next: string): never => {
    throw new HglError({ code: "cell", where: `#${id}`, what, next });
  };
  if (!plan.estimate)
    return refuse(
      "the budget cannot be held, since no step could be measured",
      "remove `budget` to train nevertheless",
    );
  // A cluster is charged for every run, however many it trains at once.
  const hours = (executor.kind === "slurm" ? plan.estimate.seconds : secondsOf(plan)) / 3600;
  if (hours > budget)
    refuse(
      `${count(plan.open.length, "run")} would take about ${duration(hours * 3600)}, over the budget of ${duration(budget * 3600)}`,
      `leave out levels or seeds, ${plan.estimate.busy ? "run the cell again when the machine is quiet, " : ""}or raise \`budget\``,
    );
}

function secondsOf({ estimate: estimated, places }: AblationPlan): number {
  return (estimated?.seconds ?? 0) / places;
}

/** How long a run takes beside the others. */
export function costIn({ rowOf }: AblationPlan): (run: PlannedRun) => number {
  return (run) => workOf(rowOf.get(run)!.cost);
}

/** "9 of 12 runs to train, 1 at a time: about 1 h 20 min, 310 MB of memory, 45 MB of disk, by one measured step." */
export function planSentence(cell: ResolvedAblation, plan: AblationPlan): string {
  const { runs, open, estimate: estimated, places } = plan;
  const all = count(runs.length, "run");
  if (open.length === 0) return `All ${all} were trained before.`;
  const onSlurm = cell.executor.kind === "slurm";
  const head = `${open.length} of ${all} to train${onSlurm ? " on Slurm" : ""}, ${onSlurm && cell.executor.atOnce === "auto" ? "at once where there is room" : `${places} at a time`}`;
  if (!estimated) return `${head}.`;
  const by = `by one measured step of #${cell.of}${estimated.busy ? ", while other programs computed, so that it may be much less" : ""}.`;
  if (onSlurm)
    return `${head}: each about ${duration(estimated.seconds / open.length)} on a machine like this one and ${megabytes(estimated.memory)} of memory, in all ${megabytes(estimated.disk)} of disk, ${by}`;
  const memory = megabytes(estimated.memory * places);
  return `${head}: about ${duration(secondsOf(plan))}, ${memory} of memory, ${megabytes(estimated.disk)} of disk, ${by}`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString("en-US")} MB`;
}
