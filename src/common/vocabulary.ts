/** Words that cells, the model and the pictures share, so that each list stands once. */

/** Six streams: joint, bone (child minus parent), K-bone (child minus second ancestor), and their frame differences. */
export const STREAMS = ["J", "B", "K", "JM", "BM", "KM"] as const;
export type Stream = (typeof STREAMS)[number];

export const PRESETS = ["hglnet", "hglnet-s", "hglnet-xs"] as const;
export type Preset = (typeof PRESETS)[number];

/** Which spatial terms a block has: both, one of them, or the prior graph alone, kept fixed. */
export const CTS_CHOICES = ["both", "gsm", "lse", "fixed"] as const;
export const GSM_CHOICES = ["S", "S+D", "S+Q", "S+D+Q"] as const;
export const PRIOR_CHOICES = ["hierarchy", "bones"] as const;
export const DHT_CHOICES = ["both", "gta", "ltc"] as const;
export const GTA_CHOICES = ["pooled", "per-joint"] as const;

export const OPTIMIZERS = ["sgd", "adamw"] as const;
export const SCHEDULES = ["step", "cosine", "constant"] as const;

export const PARTITIONS = ["train", "validation", "test"] as const;
export type Partition = (typeof PARTITIONS)[number];
