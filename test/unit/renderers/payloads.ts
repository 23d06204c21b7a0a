import type { EpochPoint, RunDelta, RunView, StepPoint, TrainingPayload } from "../../../src/common/payloads/training";
import type { DataCardPayload } from "../../../src/common/payloads/dataCard";
import type { Curve, CurvesPayload } from "../../../src/common/payloads/curves";
import type { ModelPayload, NetworkView, PartView } from "../../../src/common/payloads/model";
import type { EmbeddingPayload, EmbeddingPoint } from "../../../src/common/payloads/embedding";
import { encodeBase64, int16Bytes } from "../../../src/common/payloads/base64";
import type { FusionPayload } from "../../../src/common/payloads/fusion";
import { STREAMS } from "../../../src/common/vocabulary";
import type { FigurePayload } from "../../../src/common/payloads/figure";
import type { SkeletonPayload } from "../../../src/common/payloads/skeleton";

export function stepPoint(step: number, loss = 2 / (1 + step / 50)): StepPoint {
  return { step, loss, lr: 0.1, gradNorm: 1, clipsPerSecond: 100 };
}

export function epochPoint(epoch: number, stepsPerEpoch = 10): EpochPoint {
  const top1 = Math.min(0.9, 0.1 * epoch);
  return { epoch, step: epoch * stepsPerEpoch, loss: 2 / epoch, top1, validationLoss: 3 / epoch, validationTop1: top1 };
}

/** A run of 10 steps an epoch that has come to `step`. */
export function runView(step: number, more: Partial<RunView> = {}): RunView {
  const epochs = Math.floor(step / 10);
  return {
    runId: "0123456789ab",
    folder: "/home/a/.hgl/runs/0123456789ab",
    name: null,
    seed: 1,
    state: "running",
    epochs: 30,
    stepsPerEpoch: 10,
    epoch: Math.ceil(step / 10),
    step,
    clipsPerSecond: 100,
    seconds: step,
    etaSeconds: 300 - step,
    steps: Array.from({ length: step }, (_, i) => stepPoint(i + 1)),
    epochPoints: Array.from({ length: epochs }, (_, i) => epochPoint(i + 1)),
    message: null,
    test: null,
    testOf: "all",
    ...more,
  };
}

export function runDelta(from: number, to: number, more: Partial<RunDelta> = {}): RunDelta {
  const view = runView(to);
  return {
    ...view,
    steps: view.steps.filter(({ step }) => step > from),
    epochPoints: view.epochPoints.filter(({ step }) => step > from),
    cutAfter: null,
    ...more,
  };
}

export function trainingPayload(...runs: readonly RunView[]): TrainingPayload {
  return { kind: "training", version: 1, cell: "base", runs };
}

/** Clips of a little body of five joints that raises one hand and walks to the right; the second body is absent from the first frame. */
export function skeletonPayload(clips: number, frames = 20, bodies = 1): SkeletonPayload {
  const rest = [0, 0, 0, 0, 600, 0, 0, 900, 0, -300, 500, 0, 300, 500, 0];
  return {
    kind: "skeleton",
    version: 1,
    title: "Clips",
    joints: ["waist", "neck", "headTip", "rightHand", "leftHand"],
    parents: [-1, 0, 1, 1, 1],
    partOf: [0, 0, 0, 1, 2],
    parts: ["torso", "right arm", "left arm"],
    framesPerSecond: 30,
    clips: Array.from({ length: clips }, (_, clip) => {
      const values = new Int16Array((frames + clip) * bodies * 15);
      for (let t = 0; t < frames + clip; t++)
        for (let body = 0; body < bodies; body++) {
          if (body > 0 && t === 0) continue;
          rest.forEach((value, i) => {
            const moved = value + (i % 3 === 0 ? 800 * body + 5 * t : i === 10 ? 10 * t : 100);
            values[(t * bodies + body) * 15 + i] = moved;
          });
        }
      return {
        id: `clip ${clip + 1}`,
        label: "wave",
        predicted: clip === 0 ? "clap" : clip === 1 ? "wave" : null,
        frames: frames + clip,
        bodies,
        unit: 0.001,
        coordinates: Buffer.from(values.buffer).toString("base64"),
      };
    }),
  };
}

/** A data set of `classes` classes with 10 to 19 clips each, 40 people and 3 cameras; `words` is every text in it. */
export function dataCardPayload(classes: number, words?: string): DataCardPayload {
  const tallies = (count: number, name: string) =>
    Array.from({ length: count }, (_, i) => ({ name: words ?? `${name}${i + 1}`, clips: 10 + ((i * 7) % 10) }));
  const all = tallies(classes, "action ");
  const clips = all.reduce((sum, one) => sum + one.clips, 0);
  const histogram = Array.from({ length: 10 }, (_, i) => ({
    from: 40 + 26 * i,
    to: 65 + 26 * i,
    clips: 100 - (i - 3) ** 2,
  }));
  return {
    kind: "data",
    version: 2,
    cell: words ?? "clips",
    name: words ?? "many",
    source: words ?? "made for a test",
    license: words ?? null,
    contentHash: "9823a9a41ae8".repeat(5),
    layout: words ?? "ntu25",
    joints: 25,
    bodies: 2,
    clips,
    frames: 90 * clips,
    split: {
      protocol: "X-Sub",
      by: "subject",
      seed: 1,
      train: Math.floor(0.6 * clips),
      validation: Math.floor(0.1 * clips),
      test: Math.ceil(0.3 * clips),
    },
    classes: all.map((one, i) => ({ ...one, example: i === 1 ? null : (words ?? `clip ${i + 1}`) })),
    subjects: tallies(40, ""),
    setups: [],
    views: tallies(3, ""),
    lengths: { min: 40, median: 71.5, max: 299, histogram },
    warnings: [words ?? "7 clips have a single frame, so no motion can be seen in them: a, b, c, d, e."],
    still: words === undefined ? ["a", "b", "c", "d", "e", "f", "g"] : new Array<string>(7).fill(words),
  };
}

export function figurePayload(more: Partial<FigurePayload> = {}): FigurePayload {
  return {
    kind: "figure",
    version: 1,
    title: "Training curves of #base",
    svg: '<svg xmlns="http://www.w3.org/2000/svg" width="336" height="200" viewBox="0 0 336 200"><path d="M0 0L336 200" stroke="#0072b2"/></svg>',
    width: 88.9,
    height: 52.9,
    scheme: "light",
    files: [
      { format: "SVG", name: "figures/curves.svg", bytes: 9000 },
      { format: "PDF", name: "figures/curves.pdf", bytes: 12_345_678 },
    ],
    origin: ["HocSLM Notebook 0.1.0", "#base seed 1: run 0123456789ab"],
    warnings: [],
    ...more,
  };
}

/** Cells `a`, `b`, … of three seeds whose accuracy rises to 0.9 less a tenth for each cell. */
export function curvesPayload(cells: number, epochs = 30): CurvesPayload {
  const numbers = Array.from({ length: epochs }, (_, i) => i + 1);
  const curve = (
    measure: Curve["measure"],
    part: Curve["part"],
    seed: number | null,
    of: (epoch: number) => number,
  ): Curve => ({
    ...{ measure, part, seed, epochs: numbers, values: numbers.map((epoch) => of(epoch) + 0.01 * ((seed ?? 2) - 2)) },
    low: seed === null ? numbers.map((epoch) => of(epoch) - 0.01) : null,
    high: seed === null ? numbers.map((epoch) => of(epoch) + 0.01) : null,
  });
  return {
    kind: "curves",
    version: 1,
    title: "Training curves",
    cells: Array.from({ length: cells }, (_, i) => ({
      name: String.fromCharCode(97 + i),
      seeds: [1, 2, 3],
      curves: [null, 1, 2, 3].flatMap((seed) => [
        curve("accuracy", "training", seed, (epoch) => (0.95 - 0.1 * i) * (1 - Math.exp(-epoch / 6))),
        curve("accuracy", "validation", seed, (epoch) => (0.9 - 0.1 * i) * (1 - Math.exp(-epoch / 8))),
        curve("loss", "training", seed, (epoch) => 0.1 + 2 * Math.exp(-epoch / (5 + i))),
        curve("loss", "validation", seed, (epoch) => 0.2 + 2 * Math.exp(-epoch / (6 + i))),
        curve("rate", "training", seed, (epoch) => 0.1 * 0.9 ** epoch + 0.02),
      ]),
    })),
  };
}
/** A network of `blocks` blocks of two parts each; block i has i times the parameters of the first. */
export function networkView(blocks: number, more: Partial<NetworkView> = {}): NetworkView {
  const part = (name: string, block: number | null, parameters: number, key: string): PartView => ({
    name,
    block,
    parameters,
    macs: 1000 * parameters,
    output: "[2, 64, 25, 64]",
    outputBytes: 819_200,
    kept: 4000 * parameters,
    settings: [{ key, value: "64" }],
  });
  return {
    cells: ["base"],
    layout: "ntu25",
    classes: 60,
    window: 64,
    blocks: Array.from({ length: blocks }, (_, i) => ({
      settings: [
        { key: `widths.${i}`, value: "64" },
        { key: `strides.${i}`, value: "1" },
      ],
    })),
    parts: [
      part("stem", null, 10, "widths.0"),
      ...Array.from({ length: blocks }, (_, i) => [
        part("GSM", i + 1, 100 * (i + 1), "gsm"),
        part("CTS sum", i + 1, 0, "cts"),
      ]).flat(),
      part("head", null, 20, "dropout"),
    ],
    times: null,
    ...more,
  };
}

export function modelPayload(...networks: readonly NetworkView[]): ModelPayload {
  return { kind: "model", version: 1, cell: "net", networks };
}
/** Points of so many classes in clouds of their own; every ninth was taken for the next class. */
export function embeddingPayload(points: number, classes = 5): EmbeddingPayload {
  return {
    ...{ kind: "embedding", version: 1, title: "#base: test clips in the feature space of seed 1", cell: "base" },
    ...{ run: "0123456789ab", split: "test", clips: points, features: 64, projection: "pca" },
    explained: [0.5, 0.3, 0.1],
    neighbours: { features: 0.96, space: 0.93, plane: 0.88 },
    classes: Array.from({ length: classes }, (_, i) => `action ${i + 1}`),
    points: Array.from({ length: points }, (_, i): EmbeddingPoint => {
      const label = i % classes;
      const [around, noise] = [(2 * Math.PI * label) / classes, (n: number) => Math.sin(12.9898 * i + 78.233 * n)];
      const [x, y] = [4 * Math.cos(around) + noise(1), 4 * Math.sin(around) + noise(2)];
      return {
        id: `clip-${i + 1}`,
        modality: "skeleton",
        label,
        predicted: i % 9 === 8 ? (label + 1) % classes : label,
        space: [x, y, 2 * Math.cos(3 * around) + noise(3)],
        plane: [x, y],
      };
    }),
  };
}

/** Streams of which each is right about clips of its own; the same numbers every time. */
export function fusionPayload(members = 3, clips = 24, classes = 5, fusions = 2): FusionPayload {
  const labels = Array.from({ length: clips }, (_, clip) => clip % classes);
  const probabilities = (member: number, fusion: number) =>
    labels.flatMap((label, clip) => {
      const shown = (clip * 7 + member * 3 + fusion) % 10 < 4 + member ? label : (label + 1 + member) % classes;
      const sure = 0.4 + 0.4 * (((clip * 31 + member * 17) % 11) / 11);
      return Array.from({ length: classes }, (_, k) =>
        Math.round(65535 * (k === shown ? sure : (1 - sure) / Math.max(1, classes - 1))),
      );
    });
  return {
    kind: "fusion",
    version: 1,
    title: "#six: weights of the members, on validation clips",
    cell: "six",
    members: STREAMS.slice(0, members).map((stream) => ({
      name: `#${stream}`,
      stream,
      fixed: stream.endsWith("M") ? 1 : 2,
    })),
    weights: Array.from({ length: members }, () => 1 / members),
    validation: {
      classes,
      clips,
      told: clips,
      fusions: Array.from({ length: fusions }, (_, fusion) => ({
        labels: encodeBase64(int16Bytes(labels)),
        probabilities: Array.from({ length: members }, (__, member) =>
          encodeBase64(int16Bytes(probabilities(member, fusion))),
        ),
      })),
    },
  };
}
