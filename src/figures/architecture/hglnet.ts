import {
  blocksOf,
  costOf,
  costOfBlocks,
  costWords,
  shapeOf,
  spatialTerms,
  type Architecture,
  type BlockFacts,
} from "./facts";
import { Block, type Words } from "./scene";

/** Blocks one after another that hand on the same shape. */
export interface Stage {
  /** "Block 4", or "Blocks 4–6". */
  readonly title: string;
  readonly several: boolean;
  readonly cost: string;
  /** What the first of them changes, and which that is where there are several; empty where it changes nothing. */
  readonly change: readonly string[];
  readonly output: string;
}

export function stagesOf(architecture: Architecture): readonly Stage[] {
  const groups: BlockFacts[][] = [];
  for (const block of blocksOf(architecture)) {
    const last = groups.at(-1)?.at(-1);
    if (last?.to === block.to && last.out === block.out) groups.at(-1)!.push(block);
    else groups.push([block]);
  }
  return groups.map((blocks) => {
    const [first, last] = [blocks[0]!, blocks.at(-1)!];
    const several = blocks.length > 1;
    const changes = [
      ...(first.from === first.to ? [] : [`${first.from} → ${first.to}`]),
      ...(first.stride === 1 ? [] : [`stride ${first.stride}`]),
    ];
    return {
      title: several ? `Blocks ${first.number}–${last.number}` : `Block ${first.number}`,
      several,
      cost: costWords(costOfBlocks(architecture.summary, blocks.map(({ number }) => number))), // prettier-ignore
      change: changes.length === 0 ? [] : [...(several ? [`block ${first.number}:`] : []), changes.join(", ")],
      output: shapeOf(architecture, last.to, last.out),
    };
  });
}

/** What stands before and after the blocks. */
export function endsOf(architecture: Architecture) {
  const { config, input, summary } = architecture;
  const { bodies, joints, window, classes } = input;
  const cost = (row: string): Words => ({ note: costWords(costOf(summary, [row])) });
  const mean = bodies === 1 ? "Mean over $T$, $V$" : "Mean over $T$, $V$, $M$";
  const drop = config.dropout > 0 ? `Dropout ${config.dropout}, linear` : "Linear";
  return {
    input: `$x$  [$N$, ${bodies}, 3, ${joints}, ${window}]`,
    stem: new Block("plain", ["Stem `(E1)`", "$BN(W_e x + b_e + P_v)$", cost("stem")]),
    stemOutput: shapeOf(architecture, config.widths[0]!, window),
    pool: new Block("plain", [mean]),
    feature: `$f$  [$N$, ${config.widths.at(-1)!}]`,
    head: new Block("plain", [drop, cost("head")]),
    /** All of it in one box. */
    end: new Block("plain", [mean, drop, cost("head")]),
    output: `logits  [$N$, ${classes}]`,
  };
}

/** The modules of one block, as they are in every block; undefined where the configuration leaves one out. */
export function modulesOf({ config }: Architecture) {
  const has = spatialTerms(config);
  const only = (wanted: boolean, role: "spatial" | "temporal", name: string, ...notes: string[]): Block | undefined =>
    wanted ? new Block(role, [{ name }, ...notes.map((note) => ({ note }))], { pad: 3 }) : undefined;
  const terms = ["$S$", ...(has.dynamic ? ["$D$"] : []), ...(has.attention ? ["$Q$"] : [])].join("+");
  return {
    preprocessing: only(has.global, "spatial", "FPB"),
    global: only(has.global, "spatial", "GSM", has.learned ? terms : "$S$ fixed"),
    local: only(has.local, "spatial", "LSE", `${config.lseGroups} group${config.lseGroups === 1 ? "" : "s"}`),
    attention: only(
      config.dht !== "ltc",
      "temporal",
      "GTA",
      config.gta,
      `${config.gtaHeads} head${config.gtaHeads === 1 ? "" : "s"}`,
    ),
    convolution: only(config.dht !== "gta", "temporal", "LTC", `$k$ = ${config.kernel}`, `$d$ = ${config.dilations.join(", ")}`), // prettier-ignore
  };
}
