import * as z from "zod";
import type { TrainConfig } from "../../common/config";
import { OPTIMIZERS, SCHEDULES } from "../../common/vocabulary";
import { executorRules, executorSchema } from "./executor";
import { field, optionalReference, reference, share, whole } from "./field";
import { languageRules, languageSchema } from "./language";
import type { Rule } from "./rule";
import { repeats } from "./rule";

export const trainSchema = z.strictObject({
  data: reference(["data"], "The data cell to train and test on."),
  model: reference(["model"], "The model cell to train."),
  text: optionalReference(
    ["text"],
    "The text cell whose descriptions take part in training, through the skeleton-language model. A trained network is tested on skeletons alone.",
    "none: skeletons and labels alone",
  ),
  language: field(languageSchema.optional(), {
    meaning: "How descriptions take part, where `text` names some.",
    fallback: "each key's own default",
  }),
  epochs: field(whole(1, 10_000).default(65), {
    meaning: "Passes over the training clips. The last epoch is the result; none is chosen.",
    source: "CTR-GCN",
  }),
  batch: field(whole(1, 4096).default(64), {
    meaning: "Clips N in one step; the learning rate should grow with it.",
    source: "CTR-GCN: 64 on NTU RGB+D, 16 on NW-UCLA",
  }),
  optimizer: field(z.enum(OPTIMIZERS).default("sgd"), {
    meaning: "`sgd` is the field's choice; `adamw` decouples weight decay from the gradient.",
    choices: {
      sgd: "With momentum; the field's choice.",
      adamw: "Weight decay apart from the gradient; `lr` is then 0.001.",
    },
  }),
  lr: field(z.number().gt(0).max(100).optional(), {
    meaning: "Peak learning rate, for a batch as it stands (it is not scaled).",
    source: "CTR-GCN (sgd), SkateFormer (adamw)",
    fallback: "`0.1`; `0.001` for adamw",
  }),
  momentum: field(share(0, 0.9999).default(0.9), { meaning: "Momentum of sgd.", source: "CTR-GCN" }),
  nesterov: field(z.boolean().optional(), {
    meaning: "Whether sgd looks ahead by Nesterov's formula.",
    source: "CTR-GCN",
    fallback: "`true`; `false` when `momentum` is 0",
  }),
  betas: field(z.tuple([share(0, 0.99999), share(0, 0.99999)]).default([0.9, 0.999]), {
    meaning: "Decay of adamw's two moment averages.",
  }),
  weightDecay: field(share(0, 1).optional(), {
    meaning: "Weight decay of every parameter.",
    source: "CTR-GCN (sgd), SkateFormer (adamw)",
    fallback: "`0.0004`; `0.1` for adamw",
  }),
  warmup: field(whole(0, 1000).optional(), {
    meaning: "Epochs in which the rate rises linearly to its peak.",
    source: "CTR-GCN: 5",
    fallback: "`5`, but at most a quarter of `epochs`",
  }),
  schedule: field(z.enum(SCHEDULES).default("step"), {
    meaning: "How the rate falls after the warm-up: in steps, along a half cosine, or not at all.",
    choices: {
      step: "Times `decay` at each of the `milestones`.",
      cosine: "Along a half cosine, down to `minLr`.",
      constant: "Stays at `lr`.",
    },
  }),
  milestones: field(z.array(whole(1, 10_000)).max(100).optional(), {
    meaning: "Epochs at which the schedule `step` multiplies the rate by `decay`.",
    source: "CTR-GCN: 35 and 55 of 65",
    fallback: "35/65 and 55/65 of `epochs`; none for other schedules",
  }),
  decay: field(z.number().gt(0).max(1).default(0.1), { meaning: "Factor of the schedule `step`.", source: "CTR-GCN" }),
  minLr: field(share(0, 100).default(0), {
    meaning: "Rate at which the schedule `cosine` ends and below which `step` does not fall.",
  }),
  labelSmoothing: field(share(0, 0.9).default(0.1), {
    meaning: "Share of the target spread evenly over all classes.",
    source: "InfoGCN",
  }),
  clip: field(share(0, 1e6).default(0), {
    meaning: "Global gradient norm above which gradients are scaled down; 0 is off.",
  }),
  accumulate: field(whole(1, 1024).default(1), { meaning: "Batches whose gradients are averaged into one update." }),
  ema: field(share(0, 0.99999).default(0), {
    meaning: "Decay of a running average of the weights, which is then what is evaluated; 0 is off.",
  }),
  seeds: field(z.array(whole(0, 4_294_967_295)).min(1).max(100).default([1]), {
    meaning:
      "One run for each seed; initial weights, order and augmentation follow from it alone. Report a mean over several.",
  }),
  device: field(z.enum(["auto", "cpu"]).default("auto"), {
    meaning: "Where to compute. In this version both mean the CPU; `auto` leaves the choice to later ones.",
    choices: { auto: "Leaves the choice to the tool.", cpu: "The processor." },
  }),
  threads: field(whole(0, 1024).default(0), { meaning: "Threads of the compute session; 0 is one for each core." }),
  executor: field(executorSchema.optional(), {
    meaning: "Where the runs are trained; no number depends on it.",
    fallback: "this machine",
  }),
});

export type TrainCell = z.output<typeof trainSchema>;

/** The cell with every default filled in, without what the run takes from elsewhere. */
export function completeTrain(cell: TrainCell): TrainConfig {
  const {
    data: _data,
    model: _model,
    text: _text,
    language: _language,
    seeds: _seeds,
    executor: _executor,
    ...rest
  } = cell;
  const adamw = cell.optimizer === "adamw";
  return {
    ...rest,
    lr: cell.lr ?? (adamw ? 0.001 : 0.1),
    nesterov: cell.nesterov ?? cell.momentum > 0,
    weightDecay: cell.weightDecay ?? (adamw ? 0.1 : 0.0004),
    warmup: cell.warmup ?? Math.min(5, Math.floor(cell.epochs / 4)),
    milestones: cell.milestones ?? (cell.schedule === "step" ? usualMilestones(cell.epochs) : []),
  };
}

/** CTR-GCN's 35 and 55 of 65 at another length; epochs too few to hold a step have none. */
function usualMilestones(epochs: number): number[] {
  const scaled = [35, 55].map((milestone) => Math.round((milestone / 65) * epochs));
  return [...new Set(scaled)].filter((milestone) => milestone > 0 && milestone < epochs);
}

/** What a train cell's values must satisfy together; `written` are the keys of the cell itself, without the notebook's defaults. */
export function trainRules(cell: TrainCell, written: ReadonlySet<string>): Rule[] {
  const { epochs, milestones, warmup, lr, minLr, schedule, optimizer, momentum, nesterov } = completeTrain(cell);
  const rules: Rule[] = [];
  if (milestones.some((milestone, i) => i > 0 && milestone <= milestones[i - 1]!)) {
    rules.push({
      path: ["milestones"],
      finding: { code: "not-rising", key: "milestones", shown: `[${milestones.join(", ")}]` },
    });
  }
  milestones.forEach((value, i) => {
    if (value >= epochs)
      rules.push({ path: ["milestones", i], finding: { code: "beyond-epochs", key: "milestones", value, epochs } });
  });
  if (warmup > 0 && warmup >= epochs)
    rules.push({ path: ["warmup"], finding: { code: "beyond-epochs", key: "warmup", value: warmup, epochs } });
  if (minLr > 0 && minLr >= lr) rules.push({ path: ["minLr"], finding: { code: "above-lr", minLr, lr } });
  if (optimizer === "sgd" && nesterov && momentum === 0)
    rules.push({ path: ["nesterov"], finding: { code: "nesterov-momentum" } });
  rules.push(...repeats(["seeds"], cell.seeds));
  if (cell.executor) rules.push(...executorRules(cell.executor));
  if (cell.language && cell.text !== undefined) rules.push(...languageRules(cell.language));
  const idle: [string, boolean, string][] = [
    ["language", cell.text === undefined, "no text cell is named by `text`"],
    ["milestones", schedule !== "step", `the schedule is ${schedule}`],
    ["decay", schedule !== "step", `the schedule is ${schedule}`],
    ["minLr", schedule === "constant", `the schedule is ${schedule}`],
    ["betas", optimizer !== "adamw", `the optimizer is ${optimizer}`],
    ["momentum", optimizer !== "sgd", `the optimizer is ${optimizer}`],
    ["nesterov", optimizer !== "sgd", `the optimizer is ${optimizer}`],
  ];
  for (const [key, unused, because] of idle) {
    if (unused && written.has(key)) rules.push({ path: [key], finding: { code: "no-effect", key, because } });
  }
  return rules;
}
