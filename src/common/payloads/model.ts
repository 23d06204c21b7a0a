import { checked, Fields, refuse, textItem, type Checked } from "./reading";

/** A model cell's network as a tree of blocks and their parts, once for each kind of input that train cells give it. */
export interface ModelPayload {
  readonly kind: "model";
  readonly version: 1;
  /** The cell's id. */
  readonly cell: string;
  readonly networks: readonly NetworkView[];
}

export interface NetworkView {
  /** Ids of the train cells that use it so; none where it stands for what is usual. */
  readonly cells: readonly string[];
  readonly layout: string;
  readonly classes: number;
  /** Frames of a clip. */
  readonly window: number;
  readonly blocks: readonly BlockView[];
  /** In the order of the network, blocks too. */
  readonly parts: readonly PartView[];
  /** Null where they have not been measured on this machine. */
  readonly times: TimesView | null;
}

export interface BlockView {
  /** The keys of the cell that set the block as a whole. */
  readonly settings: readonly Setting[];
}

export interface PartView {
  /** "stem", "GSM", "CTS residual", "head". */
  readonly name: string;
  /** From 1; null for what stands outside of the blocks. */
  readonly block: number | null;
  readonly parameters: number;
  /** Multiply-adds of one clip, all bodies. */
  readonly macs: number;
  /** "[M, C, V, T]" of what the part hands on, in numbers, and its bytes. */
  readonly output: string;
  readonly outputBytes: number;
  /** Bytes that training keeps of one clip for the backward pass. */
  readonly kept: number;
  /** The keys of the cell that set it. */
  readonly settings: readonly Setting[];
}

export interface Setting {
  /** "widths.2" is the third item of `widths`. */
  readonly key: string;
  readonly value: string;
}

/** Milliseconds of one clip's inference, by block; the first block's have stem and head in them. */
export interface TimesView {
  readonly milliseconds: readonly number[];
  readonly processor: string;
  readonly threads: number;
  /** Clips at once. */
  readonly batch: number;
  /** Unix milliseconds. */
  readonly at: number;
}

/** A key of a cell, or an item of a list below it. */
export const KEY_PATH = /^[a-zA-Z]{1,40}(\.\d{1,2})?$/;

const MOST = Number.MAX_SAFE_INTEGER;
export const MOST_NETWORKS = 32;
const MOST_CELLS = 1000;
const MOST_PARTS = 512;
const MOST_BLOCKS = 64;
const MOST_SETTINGS = 8;
const LAST_DAY = 8.64e15;

/** Checks an untrusted value and copies it. */
export function checkModel(value: unknown): Checked<ModelPayload> {
  return checked(() => {
    const fields = new Fields(value);
    fields.exactly("kind", "model");
    fields.exactly("version", 1);
    const networks = fields.list("networks", MOST_NETWORKS, networkItem);
    if (networks.length === 0) refuse("there are no networks");
    return { kind: "model", version: 1, cell: fields.text("cell"), networks };
  });
}

function networkItem(value: unknown, where: string): NetworkView {
  const fields = new Fields(value, where);
  const parts = fields.list("parts", MOST_PARTS, partItem);
  const blocks = fields.list("blocks", MOST_BLOCKS, (item, at) => ({ settings: settingsOf(new Fields(item, at)) }));
  let last = 0;
  for (const { block } of parts) {
    if (block === null || block === last) continue;
    if (block !== last + 1) refuse(`${where} has block ${block} after block ${last}`);
    last = block;
  }
  if (parts.length === 0 || last !== blocks.length)
    refuse(`${where} has parts of ${last} blocks, not of ${blocks.length}`);
  const times = fields.orNull("times", (name) => timesOf(fields.value(name), `${where}.times`));
  if (times && times.milliseconds.length !== last)
    refuse(`${where} has ${last} blocks and times of ${times.milliseconds.length}`);
  return {
    cells: fields.list("cells", MOST_CELLS, textItem),
    layout: fields.text("layout"),
    classes: fields.whole("classes", 1, MOST),
    window: fields.whole("window", 1, MOST),
    blocks,
    parts,
    times,
  };
}

function partItem(value: unknown, where: string): PartView {
  const fields = new Fields(value, where);
  return {
    name: fields.text("name", 100),
    block: fields.orNull("block", (name) => fields.whole(name, 1, MOST_BLOCKS)),
    parameters: fields.whole("parameters", 0, MOST),
    macs: fields.whole("macs", 0, MOST),
    output: fields.text("output", 100),
    outputBytes: fields.whole("outputBytes", 0, MOST),
    kept: fields.whole("kept", 0, MOST),
    settings: settingsOf(fields),
  };
}

function settingsOf(fields: Fields): Setting[] {
  return fields.list("settings", MOST_SETTINGS, (item, at) => {
    const setting = new Fields(item, at);
    const key = setting.text("key", 100);
    if (!KEY_PATH.test(key)) refuse(`${at}.key is no key of a cell`);
    return { key, value: setting.text("value", 200) };
  });
}

function timesOf(value: unknown, where: string): TimesView {
  const fields = new Fields(value, where);
  return {
    milliseconds: fields.list("milliseconds", MOST_BLOCKS, (item, at) =>
      // A block may seem to take less than nothing, where another program has slowed the networks before it.
      typeof item === "number" && Math.abs(item) <= 1e9 ? item : refuse(`${at} is not a time`),
    ),
    processor: fields.text("processor", 200),
    threads: fields.whole("threads", 1, 4096),
    batch: fields.whole("batch", 1, 100_000),
    at: fields.whole("at", 0, LAST_DAY),
  };
}
