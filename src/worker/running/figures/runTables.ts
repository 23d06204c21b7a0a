import { epochsOf } from "../../../model/language/ramp";
import { effectiveEvents } from "../../../common/runHistory";
import type { NamedTables } from "../../../figures/custom";
import { readScores } from "../../store/scores";
import type { FinishedRun } from "../plan";
import type { RunGroup } from "./source";

/** The tables that follow from runs alone. */
const RUN_TABLES = ["runs", "epochs", "scores", "confusion"] as const;
type RunTable = (typeof RUN_TABLES)[number];

/** The tables that a free specification may name, each row with the cell, the seed and the run it is of. */
export const TABLES = [...RUN_TABLES, "attention"] as const;

type Row = Readonly<Record<string, string | number | boolean | null>>;

const READERS: Readonly<Record<RunTable, (run: FinishedRun) => Row[]>> = {
  runs: runRows,
  epochs: epochRows,
  scores: scoreRows,
  confusion: confusionRows,
};

/** The wanted tables over all runs, without `attention`, for which networks are run. Shares lie in [0, 1]. @throws HglError "store" for damaged scores */
export function runTables(groups: readonly RunGroup[], wanted: readonly string[]): NamedTables {
  const names = RUN_TABLES.filter((name) => wanted.includes(name));
  return Object.fromEntries(
    names.map((name) => [
      name,
      groups.flatMap(({ id, runs }) =>
        runs.flatMap((run) =>
          READERS[name](run).map((row) => ({ cell: id, seed: run.config.seed, run: run.folder.id, ...row })),
        ),
      ),
    ]),
  );
}

function runRows({ config, result, folder }: FinishedRun): Row[] {
  const end = effectiveEvents(folder.events()).findLast((event) => event.type === "end");
  return [
    {
      stream: config.data.stream,
      epochs: epochsOf(config),
      top1: result.test.top1,
      top5: result.test.top5,
      loss: result.test.loss,
      ece: result.test.ece,
      validationTop1: result.validation?.top1 ?? null,
      bestEpoch: result.bestOnValidation?.epoch ?? null,
      bestTop1: result.bestOnValidation?.test.top1 ?? null,
      clips: result.test.clips,
      parameters: result.parameters,
      seconds: end?.type === "end" ? end.seconds : null,
      textLevel: result.language?.level ?? null,
      skeletonToText: result.language?.test.skeletonToText?.r1 ?? null,
      textToSkeleton: result.language?.test.textToSkeleton?.r1 ?? null,
      unseenTop1: result.language?.test.zeroShot?.unseen ?? null,
    },
  ];
}

function epochRows({ folder }: FinishedRun): Row[] {
  let last: { lr: number; gradNorm: number; clipsPerSecond: number } | undefined;
  return effectiveEvents(folder.events()).flatMap((event): Row[] => {
    if (event.type === "step") last = event;
    if (event.type !== "epoch") return [];
    return [
      {
        epoch: event.epoch,
        loss: event.loss,
        top1: event.trainTop1,
        align: event.language?.align ?? null,
        match: event.language?.match ?? null,
        validationLoss: event.validation?.loss ?? null,
        validationTop1: event.validation?.top1 ?? null,
        seconds: event.seconds,
        lr: last?.lr ?? null,
        gradNorm: last?.gradNorm ?? null,
        clipsPerSecond: last?.clipsPerSecond ?? null,
      },
    ];
  });
}

/** One row for each test clip: what it is, what it was taken for, and the probabilities of both. */
function scoreRows({ folder, result }: FinishedRun): Row[] {
  const { logits, labels, clips, classes } = readScores(folder.scoresPath, "test");
  return clips.map((clip, row) => {
    const own = logits.subarray(row * classes, (row + 1) * classes);
    const largest = own.reduce((a, b) => Math.max(a, b), -Infinity);
    const predicted = own.indexOf(largest);
    const sum = own.reduce((total, value) => total + Math.exp(value - largest), 0);
    const truth = labels[row]!;
    return {
      clip,
      truth: result.classes[truth]!,
      predicted: result.classes[predicted]!,
      correct: predicted === truth,
      probability: 1 / sum,
      truthProbability: Math.exp(own[truth]! - largest) / sum,
    };
  });
}

function confusionRows({ result }: FinishedRun): Row[] {
  return result.test.confusion.flatMap((row, i) => {
    const clips = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, j) => ({
      truth: result.classes[i]!,
      predicted: result.classes[j]!,
      count,
      share: clips > 0 ? count / clips : 0,
    }));
  });
}
