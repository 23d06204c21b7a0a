import type { DataConfig, RunConfig } from "../../common/config";
import { completeData, dataSchema } from "../../notebook/cells/data";
import { completeLanguage, languageSchema } from "../../notebook/cells/language";
import { completeModel, modelSchema, PRESET_BLOCKS } from "../../notebook/cells/model";
import { completeText, textSchema } from "../../notebook/cells/text";
import { completeTrain, trainSchema } from "../../notebook/cells/train";
import { PRESETS } from "../../common/vocabulary";
import { canonical } from "../store/runFolder";

/** A configuration as paths ("train.lr") to values, in its own order; lists are values, an empty map is one too. */
export function keysOf(value: unknown, path = ""): ReadonlyMap<string, unknown> {
  const entries = isMap(value) ? Object.entries(value) : [];
  if (entries.length === 0) return new Map([[path, value]]);
  return new Map(entries.flatMap(([key, inner]) => [...keysOf(inner, path === "" ? key : `${path}.${key}`)]));
}

/** A value as a cell would have it: words bare, lists in brackets, "–" for a key that is not there. */
export function valueText(value: unknown): string {
  if (value === undefined) return "–";
  if (typeof value === "string") return value;
  return Array.isArray(value) ? `[${value.map(valueText).join(", ")}]` : JSON.stringify(value);
}

export interface ChangedKey {
  readonly key: string;
  readonly value: unknown;
  /** What the key would be were it left out. */
  readonly usual: unknown;
}

/** Keys on which others' defaults depend: they are held against defaults that depend on nothing. */
const DECIDING = ["train.optimizer", "train.epochs", "train.momentum", "train.schedule", "language.stage"];

/**
 * The keys of a run that say something else than cells that leave them out. The network is held against the preset that its blocks are of. The
 * seed is none, and neither is the data's source.
 */
export function changedKeys(config: RunConfig): readonly ChangedKey[] {
  const data = recipeOf(config);
  const plain = keysOf({ data, ...defaultsFor(config, false) });
  const usual = keysOf({ data, ...defaultsFor(config, true) });
  const preset = presetOf(config);
  const changes: ChangedKey[] = preset === "hglnet" ? [] : [{ key: "model.preset", value: preset, usual: "hglnet" }];
  if (config.language) changes.push({ key: "language", value: "yes", usual: "no" });
  for (const [key, value] of keysOf(config)) {
    if (key === "seed" || key === "data.source") continue;
    const left = DECIDING.includes(key) ? plain.get(key) : usual.get(key);
    if (canonical(value) !== canonical(left)) changes.push({ key, value, usual: left });
  }
  return changes;
}

/** The keys in which some runs are not alike, and each run's value, in the order of the runs. */
export function differentKeys(configs: readonly RunConfig[]): readonly { key: string; values: readonly unknown[] }[] {
  const keyed = configs.map((config) => keysOf(config));
  const keys = [...new Set(keyed.flatMap((own) => [...own.keys()]))];
  return keys
    .map((key) => ({ key, values: keyed.map((own) => own.get(key)) }))
    .filter(({ values }) => new Set(values.map((value) => canonical(value ?? null))).size > 1);
}

/** What the run's cells would be if they said nothing, or nothing but what decides over others' defaults. */
function defaultsFor(config: RunConfig, deciding: boolean): Omit<RunConfig, "seed" | "data"> {
  const { optimizer, epochs, momentum, schedule } = config.train;
  const cells = { data: "data", model: "model" };
  const said = trainSchema.safeParse(deciding ? { ...cells, optimizer, epochs, momentum, schedule } : cells);
  const train = completeTrain(said.data ?? trainSchema.parse(cells));
  const texts = completeText(textSchema.parse({ data: "data" }));
  const staged = languageSchema.safeParse(deciding && config.language ? { stage: config.language.stage } : {});
  return {
    model: completeModel(modelSchema.parse({ preset: presetOf(config) })),
    train,
    language: config.language ? completeLanguage(staged.data ?? languageSchema.parse({}), train, texts) : null,
  };
}

/** The data defaults that the run is nearer to: the general ones or NW-UCLA's. Which it had, the cell's path may have decided. */
function recipeOf({ data }: RunConfig): DataConfig {
  const cell = dataSchema.parse({ source: "data" });
  const recipes = [completeData(cell, "hgl"), completeData(cell, "nw-ucla")].map((recipe) => {
    const own = keysOf(data);
    const other = [...keysOf(recipe)].filter(([key, value]) => canonical(value) !== canonical(own.get(key))).length;
    return { recipe, other };
  });
  return recipes.sort((a, b) => a.other - b.other)[0]!.recipe;
}

/** The preset with the run's widths; the full network where none has them. */
function presetOf({ model }: RunConfig): (typeof PRESETS)[number] {
  return PRESETS.find((name) => canonical(PRESET_BLOCKS[name].widths) === canonical(model.widths)) ?? "hglnet";
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
