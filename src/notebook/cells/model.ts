import * as z from "zod";
import type { ModelConfig } from "../../common/config";
import type { Preset } from "../../common/vocabulary";
import { CTS_CHOICES, DHT_CHOICES, GSM_CHOICES, GTA_CHOICES, PRESETS, PRIOR_CHOICES } from "../../common/vocabulary";
import { field, share, whole } from "./field";
import type { Rule } from "./rule";

/** Blocks of each preset. The two small ones are ours: they train in minutes on a laptop's processor. */
export const PRESET_BLOCKS: Readonly<Record<Preset, Pick<ModelConfig, "widths" | "strides">>> = {
  hglnet: { widths: [64, 64, 64, 128, 128, 128, 256, 256, 256], strides: [1, 1, 1, 2, 1, 1, 2, 1, 1] },
  "hglnet-s": { widths: [32, 32, 64, 64, 128, 128], strides: [1, 1, 2, 1, 2, 1] },
  "hglnet-xs": { widths: [32, 32, 64, 64], strides: [1, 2, 1, 2] },
};

const blocks = (preset: Preset): string => `${preset} \`[${PRESET_BLOCKS[preset].widths.join(", ")}]\``;
const steps = (preset: Preset): string => `${preset} \`[${PRESET_BLOCKS[preset].strides.join(", ")}]\``;
const perPreset = (say: (preset: Preset) => string): string => `the preset's: ${PRESETS.map(say).join(", ")}`;

export const modelSchema = z.strictObject({
  preset: field(z.enum(PRESETS).default("hglnet"), {
    meaning:
      "The network's size. `hglnet` is the full network of nine blocks; `hglnet-s` and `hglnet-xs` are smaller ones that train in minutes on a laptop. Every other key changes one choice of it.",
    source: "`hglnet`: widths of InfoGCN and LA-GCN; `hglnet-s` and `hglnet-xs`: ours",
    choices: {
      hglnet: "Nine blocks, 64 to 256 channels: the full network.",
      "hglnet-s": "Six blocks, 32 to 128 channels.",
      "hglnet-xs": "Four blocks, 32 to 64 channels: minutes on a laptop.",
    },
  }),
  widths: field(z.array(whole(16, 1024).multipleOf(16)).min(1).max(24).optional(), {
    meaning:
      "Output channels C of each block; a quarter of them goes to each temporal branch and to the attention heads.",
    fallback: perPreset(blocks),
  }),
  strides: field(z.array(whole(1, 2)).min(1).max(24).optional(), {
    meaning: "Temporal stride of each block; 2 halves the frames.",
    fallback: perPreset(steps),
  }),
  cts: field(z.enum(CTS_CHOICES).default("both"), {
    meaning:
      "The spatial module's terms: the global one (`gsm`), the local one (`lse`), both, or the prior graph alone, kept fixed (`fixed`).",
    source: "HGLNet, composite-topology spatial module",
    choices: {
      both: "The global and the local term.",
      gsm: "The global term alone.",
      lse: "The local term alone.",
      fixed: "The prior graph alone, not learned.",
    },
  }),
  gsm: field(z.enum(GSM_CHOICES).default("S+D+Q"), {
    meaning: "The global topology's terms: learned graph S, channel-wise dynamic graph D, attention between joints Q.",
    source: "HGLNet; D after CTR-GCN, Q after ProtoGCN and InfoGCN",
    choices: {
      S: "The learned graph.",
      "S+D": "The learned graph and the channel-wise dynamic one.",
      "S+Q": "The learned graph and attention between joints.",
      "S+D+Q": "All three.",
    },
  }),
  prior: field(z.enum(PRIOR_CHOICES).default("hierarchy"), {
    meaning: "What S starts from: levels outward from the centre of mass, or the physical bones.",
    source: "HD-GCN's levels",
    choices: { hierarchy: "Levels outward from the centre of mass.", bones: "The physical bones." },
  }),
  dht: field(z.enum(DHT_CHOICES).default("both"), {
    meaning: "The temporal module's paths: global attention (`gta`), local convolutions (`ltc`), or both.",
    source: "HGLNet, dual-path hierarchical temporal module",
    choices: {
      both: "Global attention and local convolutions.",
      gta: "Global temporal attention alone.",
      ltc: "Local temporal convolutions alone.",
    },
  }),
  gta: field(z.enum(GTA_CHOICES).default("pooled"), {
    meaning:
      "Whether temporal attention has one map for the body (`pooled`) or one for each joint (`per-joint`, V times the memory).",
    choices: { pooled: "One attention map for the body.", "per-joint": "One for each joint; V times the memory." },
  }),
  gtaHeads: field(whole(1, 64).default(4), {
    meaning: "Heads of the temporal attention; divides a quarter of every width.",
  }),
  reduction: field(whole(1, 64).default(8), {
    meaning: "p, q and the dynamic graph work at C_in / reduction channels; divides every width.",
    source: "CTR-GCN",
  }),
  lseGroups: field(whole(1, 64).default(4), {
    meaning: "Groups of the local term's 1x1 convolutions; divides every width.",
    source: "after BlockGCN",
  }),
  kernel: field(
    whole(1, 15)
      .refine((taps) => taps % 2 === 1)
      .default(5),
    {
      meaning:
        "Taps of the two dilated temporal convolutions; odd, so that a frame has as many neighbours before as after.",
      source: "CTR-GCN",
      allowed: "an odd whole number from 1 to 15",
    },
  ),
  dilations: field(z.tuple([whole(1, 16), whole(1, 16)]).default([1, 2]), {
    meaning: "Dilations of the two temporal convolutions.",
    source: "CTR-GCN",
  }),
  dropout: field(share(0, 0.9).default(0), { meaning: "Share of features dropped before the classifier in training." }),
});

export type ModelCell = z.output<typeof modelSchema>;

/** The cell with the preset's blocks filled in. */
export function completeModel({ preset, ...cell }: ModelCell): ModelConfig {
  return {
    ...cell,
    widths: cell.widths ?? PRESET_BLOCKS[preset].widths,
    strides: cell.strides ?? PRESET_BLOCKS[preset].strides,
  };
}

/** What a model cell's values must satisfy together, block by block. */
export function modelRules(cell: ModelCell): Rule[] {
  const { widths, strides, gtaHeads, reduction, lseGroups } = completeModel(cell);
  const rules: Rule[] = [];
  if (widths.length !== strides.length) {
    rules.push({
      path: [cell.strides ? "strides" : "widths"],
      finding: { code: "lengths-differ", widths: widths.length, strides: strides.length },
    });
  }
  const divides = (key: keyof ModelCell, value: number, total: (width: number) => number, of: string): void => {
    const width = widths.find((candidate) => total(candidate) % value !== 0);
    if (width !== undefined) {
      rules.push({
        path: [key],
        finding: { code: "indivisible", key, value, total: total(width), of: `${of} ${width}` },
      });
    }
  };
  divides("gtaHeads", gtaHeads, (width) => width / 4, "a quarter of the width");
  divides("reduction", reduction, (width) => width, "the width");
  divides("lseGroups", lseGroups, (width) => width, "the width");
  return rules;
}

/** Fewest frames that leave two after the last stride. */
export function leastWindow({ strides }: Pick<ModelConfig, "strides">): number {
  return 2 * strides.reduce((product, stride) => product * stride, 1);
}
