import { costOf, costWords, shapeOf, type Architecture, type BlockFacts } from "./facts";
import { Block, type Words } from "./scene";

/** What the temporal module of one block is made of (E10 to E14); undefined where the configuration leaves it out. */
export interface TemporalParts {
  readonly global: GlobalParts | undefined;
  readonly local: LocalParts | undefined;
  /** Undefined where the residual is the identity. */
  readonly residual: Block | undefined;
  readonly activation: Block;
  /** The spatial module's output, the block's input, and the block's output. */
  readonly inner: string;
  readonly input: string;
  readonly output: string;
}

export interface GlobalParts {
  readonly summary: Block;
  readonly queries: Block;
  readonly attention: Block;
  readonly values: Block;
  readonly mix: Block;
  readonly cost: string;
}

export interface LocalParts {
  /** From the reduction to the last operation: two boxes, or one where nothing follows the reduction. */
  readonly branches: readonly (readonly Block[])[];
  readonly joined: Block;
  readonly cost: string;
}

/** `across`: with room for formulas on one line. */
export function temporalParts(architecture: Architecture, block: BlockFacts, across: boolean): TemporalParts {
  const { config } = architecture;
  const { from, to, stride, frames, out } = block;
  const projects = from !== to || stride !== 1;
  const strided = stride === 1 ? [] : [{ note: `stride ${stride}` }];
  return {
    global: config.dht === "ltc" ? undefined : globalParts(architecture, block, across),
    local: config.dht === "gta" ? undefined : localParts(architecture, block, across),
    residual: projects ? new Block("plain", ["1 × 1", ...strided, { note: "BN" }]) : undefined,
    activation: new Block("fusion", ["ReLU `(E14)`"]),
    inner: `$Y$  ${shapeOf(architecture, to, frames)}`,
    input: `$X$  ${shapeOf(architecture, from, frames)}`,
    output: `$X_{out}$  ${shapeOf(architecture, to, out)}`,
  };
}

function globalParts(architecture: Architecture, block: BlockFacts, across: boolean): GlobalParts {
  const { config, input, summary } = architecture;
  const { number, to, stride, frames, out } = block;
  const [heads, width] = [config.gtaHeads, to / 4];
  const pooled = config.gta === "pooled";
  const every = stride === 1 ? "z" : `z_{${stride}t}`;
  const of = (words: readonly Words[]): Block => new Block("temporal", words);
  const map = pooled ? `${heads} × ${out} × ${frames}` : `${heads} × ${input.joints} × ${out} × ${frames}`;
  const scores = "softmax(q_i k^T_i / √(d/h)";
  return {
    summary: of(pooled ? ["Pool joints `(E10)`", "$z = LN(mean_v Y)$"] : ["Each joint `(E10)`", "$z = LN(Y)$"]),
    queries: of(["Queries, keys", `$q = W^q ${every}$`, "$k = W^k z$", { note: `${heads} heads of ${width / heads}` }]),
    attention: of([
      "Attention $Π_i$ `(E11)`",
      ...(across ? [`$${scores} + β_i[t − t′])$`] : [`$${scores}$`, "$+ β_i[t − t′])$"]),
      { note: map },
    ]),
    values: of(["Values", "$W^v Y$", { note: `${width} ch.` }]),
    mix: of(["Mix frames `(E12)`", "$W^o [Π_i (W^v Y)_i]_i$", { note: "batch norm" }]),
    cost: costWords(costOf(summary, [`block ${number} GTA`])),
  };
}

function localParts({ config, summary }: Architecture, block: BlockFacts, across: boolean): LocalParts {
  const { number, to, stride } = block;
  const strided = stride === 1 ? [] : [across ? `stride ${stride}` : `$s$=${stride}`];
  /** One line for a page; one below another for a column. */
  const of = (first: string, ...more: string[]): Block =>
    across
      ? new Block("temporal", [[first, ...more].join(", ")])
      : new Block("temporal", [first, ...more.map((note) => ({ note }))], { pad: 2 });
  const one = across ? "1 × 1" : "1×1";
  const dilated = (dilation: number): Block =>
    of(
      across ? `${config.kernel} × 1` : `${config.kernel}×1`,
      across ? `$d$ = ${dilation}` : `$d$=${dilation}`,
      ...strided,
      "BN",
    );
  return {
    branches: [
      ...config.dilations.map((dilation) => [of(one, "BN", "ReLU"), dilated(dilation)]),
      [of(one, "BN", "ReLU"), of(across ? "max pool 3 × 1" : "3×1", ...(across ? [] : ["max"]), ...strided, "BN")],
      [of(one, ...strided, "BN")],
    ],
    joined: new Block("temporal", across ? ["Concat", "`(E13)`", { note: `4 × ${to / 4}` }] : ["Concatenate `(E13)`", { note: `4 × ${to / 4} channels` }]), // prettier-ignore
    cost: costWords(costOf(summary, [`block ${number} LTC`])),
  };
}
