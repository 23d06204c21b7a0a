import { Block, type Words } from "./scene";
import { costOf, costWords, shapeOf, spatialTerms, type Architecture, type BlockFacts, type Cost } from "./facts";

/** What the spatial module of one block is made of (E2 to E9); a box is undefined where the configuration leaves it out. */
export interface SpatialParts {
  readonly values: Block | undefined;
  readonly queries: Block | undefined;
  readonly graph: Block | undefined;
  readonly dynamic: Block | undefined;
  readonly attention: Block | undefined;
  readonly product: Block | undefined;
  readonly local: Block | undefined;
  /** The same where there is room to write beside one another. */
  readonly localAcross: Block | undefined;
  /** Undefined where the residual is the identity. */
  readonly residual: Block | undefined;
  readonly activation: Block;
  /** Parameters and multiply-adds. */
  readonly costs: Readonly<Record<"preprocessing" | "global" | "local", string>>;
  readonly input: string;
  readonly output: string;
}

/** Self, forward and reverse: the subsets over which the sums of E6 to E8 run. */
const SUBSETS = 3;

export function spatialParts(architecture: Architecture, block: BlockFacts): SpatialParts {
  const { config, summary } = architecture;
  const { number, from, to, frames } = block;
  const has = spatialTerms(config);
  const only = (wanted: boolean, words: readonly Words[]): Block | undefined =>
    wanted ? new Block("spatial", words) : undefined;
  const cost = (part: string): Cost => costOf(summary, [`block ${number} ${part}`]);
  const reduced = Math.max(1, Math.floor(from / config.reduction));
  const edges = has.dynamic || has.attention;
  const groups = `${config.lseGroups} group${config.lseGroups === 1 ? "" : "s"}`;
  return {
    values: only(has.global, ["Values `(E2)`", "$U_k = W^U_k X$", { note: `${SUBSETS} × ${to} ch.` }]),
    queries: only(edges, [
      "Queries, keys `(E3)`",
      "$p_k = mean_t W^p_k X$",
      "$q_k = mean_t W^q_k X$",
      { note: `$r$ = ${from}/${config.reduction} = ${reduced}` },
    ]),
    graph: only(has.global, [
      has.learned ? "Learned $S_k$" : "Prior $S_k$, kept fixed",
      { note: has.learned ? `from ${has.prior}` : has.prior },
    ]),
    dynamic: only(has.dynamic, ["Dynamic $D_k$ `(E4)`", "$W^D_k tanh(p_u − q_v)$"]),
    attention: only(has.attention, ["Attention $Q_k$ `(E5)`", "$softmax_v(p_u·q_v/√r)$"]),
    product: only(has.global, ["Aggregation `(E7)`", "$G = Σ_k A_k U_k$", { note: "batch norm" }]),
    local: only(has.local, [
      "$Σ_j W_j (P_j·E_j) X$",
      { note: "self, children," },
      { note: "parent; weights" },
      { note: "on bones only" },
      { note: `$W_j$ in ${groups}` },
      { note: "batch norm" },
    ]),
    localAcross: only(has.local, [
      "$L = Σ_j W_j (P_j·E_j) X$, batch norm",
      { note: `self, children, parent; weights on bones only; $W_j$ in ${groups}` },
    ]),
    residual: from === to ? undefined : new Block("plain", ["1 × 1", { note: "BN" }]),
    activation: new Block("fusion", ["ReLU `(E9)`"]),
    costs: {
      preprocessing: costWords(cost("FPB")),
      global: costWords(cost("GSM")),
      local: costWords(cost("LSE")),
    },
    input: `$X$  ${shapeOf(architecture, from, frames)}`,
    output: `$Y$  ${shapeOf(architecture, to, frames)}`,
  };
}

/** "A_k = S_k + a_k D_k + b_k Q_k", as far as the configuration has it (E6). */
export function topologyWords({ dynamic, attention }: SpatialParts): string {
  return `$A_k = S_k${dynamic ? " + a_k D_k" : ""}${attention ? " + b_k Q_k" : ""}$ \`(E6)\``;
}

/** What the numbers beside arrows and names are. */
export function legend({ input: { bodies } }: Architecture): string {
  const shapes = bodies === 1 ? "[$N$, $C$, $V$, $T$]" : `[$N·M$, $C$, $V$, $T$], $M$ = ${bodies}`;
  return `${shapes}; parameters · multiply-adds per clip`;
}
