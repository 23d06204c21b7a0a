/** Words that cells, the model and the pictures share, so that each list stands once. */

/** Six streams: joint, bone (child minus parent), K-bone (child minus second ancestor), and their frame differences. */
export const STREAMS = ["J", "B", "K", "JM", "BM", "KM"] as const;
export type Stream = (typeof STREAMS)[number];

/** How a data set lies on disk: what readers there are. "auto" looks. */
export const DATA_FORMATS = [
  "hgl",
  "ntu",
  "nw-ucla",
  "ctr-gcn",
  "pyskl",
  "kinetics",
  "openpose",
  "bvh",
  "csv",
] as const;
export type DataFormat = (typeof DATA_FORMATS)[number];

export const PRESETS = ["hglnet", "hglnet-s", "hglnet-xs"] as const;
export type Preset = (typeof PRESETS)[number];

/** Which spatial terms a block has: both, one of them, or the prior graph alone, kept fixed. */
export const CTS_CHOICES = ["both", "gsm", "lse", "fixed"] as const;
export const GSM_CHOICES = ["S", "S+D", "S+Q", "S+D+Q"] as const;
export const PRIOR_CHOICES = ["hierarchy", "bones"] as const;
export const DHT_CHOICES = ["both", "gta", "ltc"] as const;
export const GTA_CHOICES = ["pooled", "per-joint"] as const;

/** What a diagram shows: the network, a block's spatial or temporal module, the fusion with language, the ensemble of streams. */
export const ARCHITECTURE_PARTS = ["hglnet", "cts", "dht", "ssf", "ensemble"] as const;
export type ArchitecturePart = (typeof ARCHITECTURE_PARTS)[number];
/** Those that show one block of the network. */
export const BLOCK_PARTS: readonly ArchitecturePart[] = ["cts", "dht"];

export const OPTIMIZERS = ["sgd", "adamw"] as const;
export const SCHEDULES = ["step", "cosine", "constant"] as const;

/** How skeleton and text tokens meet. */
export const FUSION_CHOICES = ["concat", "cross-attention"] as const;
/** When descriptions take part in training. */
export const LANGUAGE_STAGES = ["joint", "two-stage"] as const;
/** Whom a description describes. */
export const TEXT_LEVELS = ["class", "clip"] as const;
/** Where descriptions come from. */
export const TEXT_SOURCES = ["bank", "names", "file", "video"] as const;
/** How an encoder's token features become a sentence vector; "auto" goes by the model's own files. */
export const POOLINGS = ["auto", "mean", "cls", "last"] as const;
/** Protocols of endpoints that give sentence vectors. */
export const EMBEDDING_APIS = ["openai", "ollama"] as const;

/** What fuses the streams of an ensemble: weights fixed in advance, the same for all, or fitted on validation. */
export const ENSEMBLE_WEIGHTS = ["fixed", "equal", "fitted"] as const;
/** How files of other people's scores end. */
export const SCORE_ENDINGS = [".npy", ".npz", ".csv", ".pkl", ".pickle"] as const;

export const PARTITIONS = ["train", "validation", "test"] as const;
export type Partition = (typeof PARTITIONS)[number];
