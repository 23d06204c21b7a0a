import type { ModelConfig } from "../../common/config";
import { stridedLength } from "../../engine";
import type { Layout } from "../skeleton/layout";
import { blockShapes, declareHglnet, type BlockShape } from "./hglnet";
import { totalLength } from "./parameters";

export interface SummaryRow {
  /** "stem", "block 3 GSM", "head", ... */
  readonly name: string;
  /** What the names of its parameters begin with, and its name in a recorded program: "blocks.3.gsm". */
  readonly scope: string;
  readonly parameters: number;
  /** Multiply-adds of one clip, all bodies. */
  readonly macs: number;
  /** "[M, C, V, T]" of what the part hands on, in numbers. */
  readonly output: string;
  /** Of that map of one clip, float32: what inference holds of the part once it has ended. */
  readonly outputBytes: number;
}

export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly parameters: number;
  readonly macs: number;
}

/** A part of a block before its parameters are counted: what they are named by, its multiply-adds per body, its output. */
interface Part {
  readonly label: string;
  readonly scope: string;
  readonly macs: number;
  readonly output: readonly number[];
}

/** Self, forward and reverse (GSM), or self, children and parent (LSE). */
const SUBSETS = 3;
/** Of a float32. */
const BYTES = 4;

/**
 * Parameters, multiply-adds and output of HGLNet, part by part; parts that the configuration leaves out have no row, and the sums of E9 and E14
 * with their ReLU have one each, since they hand on a map. Counted are the matrix products
 * and convolutions of E1 to E14 as they are written, with dense V x V graphs, as the field counts; not norms, activations, softmax or sums.
 * What runs differs in two places: p and q (E3) are averaged over frames before they are projected, which is the same and T times
 * cheaper, and D (E4) carries the shared topology along as one more channel.
 *
 * @param window frames T of the input
 * @throws HglError "model" when the configuration describes no network
 */
export function summarise(config: ModelConfig, layout: Layout, classes: number, window: number): Summary {
  const network = { config, layout, classes, window };
  const { weights } = declareHglnet(network);
  const [m, v] = [layout.bodies, layout.joints.length];
  const row = ({ label, scope, macs, output }: Part): SummaryRow => ({
    name: label,
    scope,
    parameters: weights.reduce((sum, { name, length }) => sum + (name.startsWith(`${scope}.`) ? length : 0), 0),
    macs,
    output: `[${output.join(", ")}]`,
    outputBytes: BYTES * output.reduce((a, b) => a * b, 1),
  });
  const ofBodies = ({ macs, output, ...part }: Part): Part => ({ ...part, macs: macs * m, output: [m, ...output] });

  const width = config.widths[0]!;
  const rows = [
    row(ofBodies({ label: "stem", scope: "stem", macs: 3 * width * v * window, output: [width, v, window] })),
    ...blockShapes(network)
      .flatMap(parts)
      .map((part) => row(ofBodies(part)))
      .filter(({ scope, parameters, macs }) => parameters + macs > 0 || scope.endsWith(".sum")),
    row({ label: "head", scope: "head", macs: config.widths.at(-1)! * classes, output: [classes] }),
  ];
  const parameters = rows.reduce((sum, one) => sum + one.parameters, 0);
  if (parameters !== totalLength(weights)) throw new Error("A part of the network is missing from its summary.");
  return { rows, parameters, macs: rows.reduce((sum, one) => sum + one.macs, 0) };
}

function parts(block: BlockShape, index: number): Part[] {
  const { name, to, stride, frames, layout } = block;
  const v = layout.joints.length;
  const part = (label: string, scope: string, macs: number, t: number): Part => ({
    label: `block ${index + 1} ${label}`,
    scope: `${name}.${scope}`,
    macs,
    output: [to, v, t],
  });
  const out = stridedLength(frames, stride);
  return [
    part("FPB", "fpb", preprocessing(block), frames),
    part("GSM", "gsm", globalSpatial(block), frames),
    part("LSE", "lse", localSpatial(block), frames),
    part("CTS residual", "cts.residual", block.from === to ? 0 : block.from * to * v * frames, frames),
    part("CTS sum", "cts.sum", 0, frames),
    part("GTA", "gta", globalTemporal(block), out),
    part("LTC", "ltc", localTemporal(block), out),
    part("DHT residual", "residual", block.from === to && stride === 1 ? 0 : block.from * to * v * out, out),
    part("DHT sum", "dht.sum", 0, out),
  ];
}

/** Which terms of the global topology there are; none when the configuration has no GSM at all. */
function globalTerms({ config, from }: BlockShape): {
  present: boolean;
  dynamic: boolean;
  attention: boolean;
  r: number;
} {
  const learned = config.cts === "both" || config.cts === "gsm";
  return {
    present: config.cts !== "lse",
    dynamic: learned && config.gsm.includes("D"),
    attention: learned && config.gsm.includes("Q"),
    r: Math.max(1, Math.floor(from / config.reduction)),
  };
}

/** E2, E3 */
function preprocessing(block: BlockShape): number {
  const { from, to, frames, layout } = block;
  const v = layout.joints.length;
  const { present, dynamic, attention, r } = globalTerms(block);
  if (!present) return 0;
  return SUBSETS * from * to * v * frames + (dynamic || attention ? 2 * SUBSETS * from * r * v * frames : 0);
}

/** E4, E5, E7 */
function globalSpatial(block: BlockShape): number {
  const { to, frames, layout } = block;
  const pairs = layout.joints.length ** 2;
  const { present, dynamic, attention, r } = globalTerms(block);
  if (!present) return 0;
  return SUBSETS * pairs * (to * frames + (dynamic ? to * r : 0) + (attention ? r : 0));
}

/** E8 */
function localSpatial({ from, to, frames, layout, config }: BlockShape): number {
  if (config.cts === "gsm" || config.cts === "fixed") return 0;
  const v = layout.joints.length;
  return SUBSETS * from * v * frames * (v + to / config.lseGroups);
}

/** E10 to E12 */
function globalTemporal({ to, frames, stride, layout, config }: BlockShape): number {
  if (config.dht === "ltc") return 0;
  const v = layout.joints.length;
  const out = stridedLength(frames, stride);
  const width = to / 4;
  const maps = config.gta === "per-joint" ? v : 1;
  const scores = maps * (width * to * (out + frames) + width * out * frames);
  return scores + width * v * (to * frames + out * frames + to * out);
}

/** E13 */
function localTemporal({ to, frames, stride, layout, config }: BlockShape): number {
  if (config.dht === "gta") return 0;
  const v = layout.joints.length;
  const out = stridedLength(frames, stride);
  const width = to / 4;
  return width * v * (to * (3 * frames + out) + 2 * width * config.kernel * out);
}
