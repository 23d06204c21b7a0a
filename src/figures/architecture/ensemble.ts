import { STREAMS, type Stream } from "../../common/vocabulary";
import { short, type Architecture } from "./facts";
import { Block, SIZES, type Scene } from "./scene";

/** Networks on different streams of the same clips, whose probabilities are added with fixed weights. */
export interface EnsembleShape {
  readonly members: readonly { readonly stream: Stream; readonly weight: number }[];
}

/**
 * Six streams, positions twice as heavy as their motion.
 *
 * [reconstruction: the paper's caption says six streams, not which and how weighted; lineage: InfoGCN, ProtoGCN, SkeletonAgent]
 */
export const USUAL_ENSEMBLE: EnsembleShape = {
  members: STREAMS.map((stream) => ({ stream, weight: isMotion(stream) ? 1 : 2 })),
};

function isMotion(stream: Stream): boolean {
  return stream.endsWith("M");
}

/** What a stream is of a clip x; v is a joint, π(v) its parent. */
const MEANING: Readonly<Record<Stream, readonly [name: string, formula: string]>> = {
  J: ["joints", "$x_v$"],
  B: ["bones", "$x_v − x_{π(v)}$"],
  K: ["K-bones", "$x_v − x_{π(π(v))}$"],
  JM: ["motion of J", "$J_{t+1} − J_t$"],
  BM: ["motion of B", "$B_{t+1} − B_t$"],
  KM: ["motion of K", "$K_{t+1} − K_t$"],
};

const GAP = 8;
const EDGE = 1;

/** One row for each stream, from left to right at every width; a wide one shows where streams come from too. Returns the height, px. */
export function drawEnsemble(
  scene: Scene,
  architecture: Architecture,
  { members }: EnsembleShape,
  width: number,
  across: boolean,
): number {
  const { input, summary } = architecture;
  const { parameters, macs } = summary;
  const streams = members.map(({ stream }) => {
    const [name, formula] = MEANING[stream];
    return new Block(isMotion(stream) ? "temporal" : "spatial", [{ name: stream }, across ? `${name}:  ${formula}` : formula]); // prettier-ignore
  });
  const cost = { note: `${short(parameters)} · ${short(macs)}` };
  const networks = members.map(() => new Block("plain", across ? ["HGLNet, its own weights, softmax", cost] : ["HGLNet", cost, { note: "softmax" }])); // prettier-ignore
  const clip = new Block("plain", ["Skeleton clip", `$x$  [${input.bodies}, 3, ${input.joints}, ${input.window}]`]); // prettier-ignore
  const total = new Block("fusion", ["$Σ_s w_s p_s$"]);
  const best = new Block("fusion", ["arg max"]);

  const columns = [Math.max(...streams.map((one) => one.width)), Math.max(...networks.map((one) => one.width))] as const; // prettier-ignore
  const scores = 58;
  const fixed = (across ? clip.width + 30 : 0) + columns[0] + columns[1] + scores + total.width + best.width + 14;
  const steps = Math.min(30, Math.max(12, (width - 2 * EDGE - fixed) / 3));
  const more = Math.max(0, (width - 2 * EDGE - fixed - 3 * steps) / 2.33);
  const height = Math.max(...streams.map((one) => one.height), ...networks.map((one) => one.height));
  const top = 2;
  const bottom = top + members.length * (height + GAP) - GAP;
  const middle = (top + bottom) / 2;

  let x = EDGE;
  const streamX = across ? x + clip.width + 30 : x;
  if (across) {
    scene.block(clip.put(x, middle - clip.height / 2));
    scene.arrow([{ x: clip.right, y: middle }, { x: clip.right + 15, y: middle }], { head: false }); // prettier-ignore
    scene.fork({ x: clip.right + 15, y: middle });
  }
  x = streamX + columns[0] + more + steps;
  const totalX = x + columns[1] + more + scores;
  total.put(totalX, top, { width: total.width + more / 3, height: bottom - top });
  members.forEach(({ stream, weight }, i) => {
    const y = top + i * (height + GAP);
    const one = streams[i]!.put(streamX, y, { width: columns[0] + more, height });
    const network = networks[i]!.put(x, y, { width: columns[1] + more, height });
    scene.block(one);
    scene.block(network);
    const row = one.middleY;
    if (across) {
      const bus = clip.right + 15;
      const outer = i === 0 || i === members.length - 1;
      scene.arrow([...(outer ? [{ x: bus, y: middle }] : []), { x: bus, y: row }, { x: one.x, y: row }]); // prettier-ignore
      if (!outer) scene.fork({ x: bus, y: row });
    }
    scene.arrow([{ x: one.right, y: row }, { x: network.x, y: row }]); // prettier-ignore
    scene.arrow([{ x: network.right, y: row }, { x: totalX, y: row }]); // prettier-ignore
    scene.note(`$p_{${stream}}$`, network.right + 8, row - 9);
    scene.note(`× ${weight}`, totalX - 8, row - 8, "end", { size: SIZES.formula });
  });
  scene.block(total);
  scene.block(best.put(total.right + steps, middle - best.height / 2));
  scene.arrow([{ x: total.right, y: middle }, { x: best.x, y: middle }]); // prettier-ignore
  scene.arrow([{ x: best.right, y: middle }, { x: width - EDGE, y: middle }]); // prettier-ignore
  const count = members.length;
  const whole = `${count} networks: ${short(count * parameters)} parameters · ${short(count * macs)} multiply-adds; $π$ = parent`;
  scene.note(whole, width / 2, bottom + 14, "middle");
  return bottom + 22;
}
