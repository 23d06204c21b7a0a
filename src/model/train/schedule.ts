import type { TrainConfig } from "../../common/config";

/**
 * The learning rate of a step (0-based): a linear warm-up over whole epochs, then steps at the milestones (per epoch), a cosine
 * per step down to `minLr`, or a constant.
 */
export function rateAt(config: TrainConfig, step: number, stepsPerEpoch: number): number {
  const epoch = Math.floor(step / stepsPerEpoch);
  if (epoch < config.warmup) return (config.lr * (epoch + 1)) / config.warmup;
  if (config.schedule === "step")
    return Math.max(config.minLr, config.lr * config.decay ** config.milestones.filter((m) => epoch >= m).length);
  if (config.schedule === "constant") return config.lr;
  const begin = config.warmup * stepsPerEpoch;
  const share = (step - begin) / Math.max(1, config.epochs * stepsPerEpoch - begin);
  return config.minLr + ((config.lr - config.minLr) * (1 + Math.cos(Math.PI * Math.min(1, share)))) / 2;
}
