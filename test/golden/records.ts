import { UNVARIED } from "../fixtures/data/synthetic";
import type { RunConfig } from "../../src/common/config";
import type { Evaluation, RunEvent, RunResult, SplitMetrics } from "../../src/common/runRecord";
import { confusionPayload, type Judged } from "../../src/figures/confusion";
import { isDifference, type Difference } from "../../src/figures/confusionChange";
import type { ReportInput, ReportRun } from "../../src/figures/report/input";

/** Made-up records, the same on every machine: shapes and sizes of real ones, values from a small generator. */
export interface RecordOptions {
  readonly classes: readonly string[];
  readonly seeds: readonly number[];
  readonly epochs?: number;
  readonly validation?: boolean;
}

/** Numerical Recipes' linear congruential generator: enough for made-up data. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function evaluationOf(
  classes: readonly string[],
  seed: number,
  partition: Evaluation["partition"] = "test",
  clipsPerClass = 24,
): Evaluation {
  const next = numbers(seed * 7919 + classes.length);
  const n = classes.length;
  const confusion = classes.map((_, i) => {
    const hard = (i * 37) % 11 < 3 ? 0.4 : 0.12;
    const row = classes.map(() => 0);
    for (let clip = 0; clip < clipsPerClass; clip++) {
      const wrong = n > 1 && next() < hard;
      const near = (i + 1 + Math.floor(next() * next() * (n - 1))) % n;
      row[wrong ? near : i]! += 1;
    }
    return row;
  });
  const clips = n * clipsPerClass;
  const top1 = confusion.reduce((sum, row, i) => sum + row[i]!, 0) / clips;
  return {
    partition,
    clips,
    loss: 0.4 + (1 - top1),
    top1,
    top5: Math.min(1, top1 + 0.08),
    perClass: confusion.map((row, i) => row[i]! / clipsPerClass),
    confusion,
    ece: 0.03 + 0.01 * next(),
  };
}

/** Clips that give these evaluations, each class's in turn; a seed takes them in another order than the one before. */
export function judgedOf(evaluations: readonly Evaluation[], cell = "base"): Judged {
  const rows = evaluations[0]!.confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const truth = rows.flatMap((clips, label) => new Array<number>(clips).fill(label));
  return {
    ids: rows.flatMap((clips, label) => Array.from({ length: clips }, (_, i) => `A${label + 1} take ${i + 1}`)),
    truth,
    predictions: evaluations.map(({ confusion }, i) => ({
      run: `${cell}-${i + 1}`,
      seed: i + 1,
      classes: confusion.flatMap((row, label) => {
        const all = row.flatMap((count, predicted) => new Array<number>(count).fill(predicted));
        const at = (i * 3 + label) % Math.max(1, all.length);
        return [...all.slice(at), ...all.slice(0, at)];
      }),
    })),
  };
}

/** Three seeds of a cell, less two of another one, with all their clips. */
export function differenceOf(classes: readonly string[]): Difference {
  const [now, before] = [
    [1, 2, 3].map((seed) => evaluationOf(classes, seed)),
    [7, 8].map((seed) => evaluationOf(classes, seed)),
  ];
  const payload = confusionPayload("what changed", classes, now, {
    cell: "with-bones",
    judged: judgedOf(now, "now"),
    minus: { cell: "with-joints", evaluations: before, judged: judgedOf(before, "before") },
  });
  if (!isDifference(payload)) throw new TypeError("no difference");
  return payload;
}

export function configOf(seed: number, changes: Partial<RunConfig["train"]> = {}): RunConfig {
  return {
    data: {
      source: "/home/someone/data/ui-prmd",
      format: "hgl",
      layout: null,
      columns: null,
      bad: "refuse",
      split: { by: "subject", train: [1, 2, 3, 5, 6, 7, 9], test: [4, 8, 10] },
      validation: 0.15,
      stream: "J",
      window: 64,
      secondBody: "zeros",
      testClips: 1,
      augment: { ...UNVARIED, crop: [0.75, 1], testCrop: 0.95, rotation: 20 },
      repeat: 1,
    },
    model: {
      widths: [32, 32, 64, 64],
      strides: [1, 1, 2, 1],
      cts: "both",
      gsm: "S+D+Q",
      prior: "hierarchy",
      dht: "both",
      gta: "pooled",
      gtaHeads: 4,
      reduction: 8,
      lseGroups: 4,
      kernel: 5,
      dilations: [1, 2],
      dropout: 0.1,
    },
    train: {
      epochs: 30,
      batch: 16,
      optimizer: "sgd",
      lr: 0.1,
      momentum: 0.9,
      nesterov: true,
      betas: [0.9, 0.999],
      weightDecay: 0.0004,
      warmup: 3,
      schedule: "cosine",
      milestones: [],
      decay: 0.1,
      minLr: 0.0001,
      labelSmoothing: 0.1,
      clip: 0,
      accumulate: 1,
      ema: 0,
      device: "auto",
      threads: 0,
      ...changes,
    },
    language: null,
    seed,
  };
}

export function runOf(options: RecordOptions, seed: number, changes: Partial<RunConfig["train"]> = {}): ReportRun {
  const { classes, epochs = 30, validation = true } = options;
  const next = numbers(seed);
  const stepsPerEpoch = 12;
  const runId = [...`${seed}${JSON.stringify(changes)}`]
    .reduce((hash, char) => (Math.imul(hash, 31) + char.charCodeAt(0)) >>> 0, 7)
    .toString(16)
    .padStart(8, "0")
    .repeat(4);
  const events: RunEvent[] = [{ at: 0, type: "start", runId, seed, epochs, stepsPerEpoch, resumedAt: null }];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const share = epoch / epochs;
    const rate = epoch <= 3 ? (0.1 * epoch) / 3 : 0.05 * (1 + Math.cos(Math.PI * share)) + 0.0001;
    const loss = 2.2 * Math.exp(-3.2 * share) + 0.35 + 0.12 * next();
    events.push({
      at: epoch * 1000,
      type: "step",
      epoch,
      step: epoch * stepsPerEpoch,
      loss,
      lr: rate,
      gradNorm: 1 + next(),
      clipsPerSecond: 120,
    });
    const held: SplitMetrics = {
      clips: 40,
      loss: loss + 0.18 + 0.1 * next(),
      top1: Math.min(1, 0.9 * (1 - Math.exp(-4 * share)) + 0.05 * next()),
      top5: 0.98,
    };
    events.push({
      at: epoch * 1000 + 1,
      type: "epoch",
      epoch,
      loss,
      trainTop1: Math.min(1, 0.97 * (1 - Math.exp(-5 * share)) + 0.03 * next()),
      validation: validation ? held : null,
      seconds: 2.5,
    });
  }
  const test = evaluationOf(classes, seed);
  const best = evaluationOf(classes, seed + 100);
  const result: RunResult = {
    classes,
    test,
    validation: validation ? evaluationOf(classes, seed + 200, "validation", 6) : null,
    bestOnValidation: validation ? { epoch: epochs - 4, test: best } : null,
    testLooks: validation ? 2 : 1,
    parameters: 351_204,
  };
  events.push({ at: 99_000, type: "end", seconds: 83.4, result });
  return {
    runId,
    config: configOf(seed, changes),
    events,
    result,
    configHash: runId.repeat(2),
    dataHash: "9f2c".repeat(16),
  };
}

export const EXERCISES = [
  "deep squat",
  "hurdle step",
  "inline lunge",
  "side lunge",
  "sit to stand",
  "active straight leg raise",
  "shoulder abduction",
  "shoulder extension",
  "shoulder rotation",
  "shoulder scaption",
];

export const HOSTILE = [
  `<script>document.title="owned"</script>`,
  `"><img src=x onerror="document.title='owned'">`,
  "</script><script>document.title='owned'</script>",
  "a class name that somebody wrote as a whole sentence, with commas, and which does not end where one would expect it to, but goes on & on",
  "Unbroken" + "x".repeat(150),
  '=HYPERLINK("http://example.invalid")',
  "50% of $x_1^2$ & #3 \\ {braces} ~ | pipes",
  "控制 手势 🤸 \u202eright to left\u202c",
  "line\nbreak\ttab\u0000null\u001b[31mred",
  "__proto__",
];

export function reportInput(options: RecordOptions & { title?: string; names?: readonly string[] }): ReportInput {
  const { title = "Cross-subject baseline on UI-PRMD", names = ["base"] } = options;
  const groups = names.map((name, i) => ({
    name,
    runs: options.seeds.map((seed) => runOf(options, seed + 10 * i, i ? { labelSmoothing: 0, epochs: 30 - i } : {})),
  }));
  return {
    title,
    notebook: "sample.hgl.md",
    generatedAt: "2026-01-01T12:00:00Z",
    version: "0.1.0",
    cells: [
      { id: "prmd", kind: "data", text: "source: ui-prmd\nsplit:\n  by: subject\n", runIds: [] },
      ...groups.map(({ name, runs }) => ({
        id: name,
        kind: "train",
        text: "data: prmd\nmodel: hglnet-s\nepochs: 30\nseeds: [1, 2, 3]\n",
        runIds: runs.map(({ runId }) => runId),
      })),
    ],
    runs: groups.flatMap(({ runs }) => runs),
    models: [
      {
        cell: groups[0]!.name,
        rows: [
          { name: "stem", output: "32 x 22 x 64", parameters: 288, multiplyAdds: 405_504, milliseconds: 0.21 },
          { name: "block 1", output: "32 x 22 x 64", parameters: 61_204, multiplyAdds: 41_405_504, milliseconds: 1.93 },
          {
            name: "block 2",
            output: "64 x 22 x 32",
            parameters: 160_018,
            multiplyAdds: 62_114_304,
            milliseconds: 2.51,
          },
          { name: "head", output: "10", parameters: 650, multiplyAdds: 640, milliseconds: 0.02 },
        ],
      },
    ],
  };
}
