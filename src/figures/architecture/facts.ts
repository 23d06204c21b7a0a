import type { ModelConfig } from "../../common/config";
import type { Summary } from "../../model/network/summary";

/** What a diagram is drawn from: a network's configuration, what it is built for, and what it costs. */
export interface Architecture {
  readonly config: ModelConfig;
  readonly input: {
    /** The skeleton layout's name. */
    readonly layout: string;
    /** V */
    readonly joints: number;
    /** M */
    readonly bodies: number;
    readonly classes: number;
    /** T */
    readonly window: number;
    /** The body parts that tokens are made of. */
    readonly parts: readonly string[];
  };
  readonly summary: Summary;
}

/** What one block turns into what. */
export interface BlockFacts {
  /** From 1, as papers count. */
  readonly number: number;
  readonly from: number;
  readonly to: number;
  readonly stride: number;
  /** Frames that enter, and that leave. */
  readonly frames: number;
  readonly out: number;
}

export function blocksOf({ config, input }: Pick<Architecture, "config" | "input">): readonly BlockFacts[] {
  let frames = input.window;
  return config.widths.map((to, i) => {
    const stride = config.strides[i]!;
    const block = {
      number: i + 1,
      from: config.widths[Math.max(0, i - 1)]!,
      to,
      stride,
      frames,
      out: Math.ceil(frames / stride),
    };
    frames = block.out;
    return block;
  });
}

/** "[N·2, 64, 25, 64]": bodies of a batch, channels, joints, frames. */
export function shapeOf({ input }: Pick<Architecture, "input">, channels: number, frames: number): string {
  return `[${batchOf(input.bodies)}, ${channels}, ${input.joints}, ${frames}]`;
}

/** "$N$·2", or "$N$" for one body. */
export const batchOf = (bodies: number): string => (bodies === 1 ? "$N$" : `$N$·${bodies}`);

export interface Cost {
  readonly parameters: number;
  readonly macs: number;
}

/** What rows of the summary cost together: those with one of these names. */
export function costOf({ rows }: Summary, names: readonly string[]): Cost {
  const counted = rows.filter(({ name }) => names.includes(name));
  return {
    parameters: counted.reduce((sum, { parameters }) => sum + parameters, 0),
    macs: counted.reduce((sum, { macs }) => sum + macs, 0),
  };
}

/** What blocks cost, with all their parts. */
export function costOfBlocks({ rows }: Summary, numbers: readonly number[]): Cost {
  const names = rows.map(({ name }) => name).filter((name) => numbers.some((n) => name.startsWith(`block ${n} `)));
  return costOf({ rows, parameters: 0, macs: 0 }, names);
}

/** "21.4 K · 31 M": parameters and multiply-adds. */
export const costWords = ({ parameters, macs }: Cost): string => `${short(parameters)} · ${short(macs)}`;

/** Three figures and a unit: "950", "21.4 K", "1.88 M". */
export function short(value: number): string {
  const [unit, scale] = ([["G", 1e9], ["M", 1e6], ["K", 1e3]] as const).find(([, least]) => value >= least * 0.9995) ?? ["", 1]; // prettier-ignore
  if (unit === "") return String(value);
  const scaled = value / scale;
  return `${scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0)} ${unit}`;
}

/** What the spatial module of a configuration has. */
export function spatialTerms({ cts, gsm, prior }: ModelConfig) {
  const global = cts !== "lse";
  const learned = cts === "both" || cts === "gsm";
  return {
    global,
    local: cts === "both" || cts === "lse",
    learned,
    dynamic: learned && gsm.includes("D"),
    attention: learned && gsm.includes("Q"),
    prior: prior === "hierarchy" ? "hierarchy levels" : "physical bones",
  };
}
