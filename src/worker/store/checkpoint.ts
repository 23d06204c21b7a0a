import { join } from "node:path";
import * as z from "zod";
import { HglError } from "../../common/errors";
import { isLanguage } from "../../model/language/names";
import type { StateLayout, TrainerState } from "../training/trainer";
import { listFolder, makeFolder, readIfThere, removeIfThere, syncFolder, writeFileAtomic } from "./atomicFile";
import { realFiles, type FileSystem } from "./fileSystem";
import { sha256 } from "./runFolder";
import { float32Tensor, float32Values, readSafetensors, writeSafetensors, type Tensor } from "./safetensors";

/**
 * A checkpoint is one safetensors file, step-XXXXXXXX.safetensors:
 *
 *     weights/NAME  average/NAME  gradients/NAME  statistics/NAME  slots.0/NAME  slots.1/NAME     the trainer's whole state
 *     __metadata__: position and trainer step (JSON), digest (SHA-256 over both and every tensor)
 *
 * Random numbers are counted, not drawn from a stream, so (seed, epoch, step) in the position is the generator's and the loader's whole state.
 * manifest.json beside it lists the files with their hashes and names the best one. The newest two and the best are kept.
 */
export interface Checkpoint<Position> {
  readonly state: TrainerState;
  readonly position: Position;
}

const KEEP = 2;
const FILE_NAME = /^step-(\d{8,})\.safetensors$/;

const fileName = z.string().regex(FILE_NAME);
const MANIFEST_FORM = z
  .object({
    format: z.literal(1),
    checkpoints: z
      .array(z.object({ file: fileName, step: z.int().min(0), sha256: z.string(), bytes: z.int().min(0) }).readonly())
      .readonly(),
    /** File with the best validation so far, or null. */
    best: fileName.nullable(),
  })
  .readonly();

export type Manifest = z.infer<typeof MANIFEST_FORM>;

export class CheckpointStore<Position extends { readonly step: number }> {
  readonly #folder: string;
  readonly #layout: StateLayout;
  readonly #files: FileSystem;

  /** @param folder created when missing; @param layout names, shapes and offsets of the flat state. */
  constructor(folder: string, layout: StateLayout, files: FileSystem = realFiles) {
    this.#folder = folder;
    this.#layout = layout;
    this.#files = files;
  }

  /** Writes the file, then the manifest, then removes what is no longer kept; stopping anywhere between loses nothing. */
  save(state: TrainerState, position: Position, best: boolean): { file: string } {
    makeFolder(this.#folder, this.#files);
    const file = `step-${String(position.step).padStart(8, "0")}.safetensors`;
    const bytes = encodeCheckpoint({ state, position }, this.#layout);
    writeFileAtomic(join(this.#folder, file), bytes, this.#files);
    const before = this.manifest();
    const entries = before.checkpoints.filter((entry) => entry.file !== file);
    entries.push({ file, step: position.step, sha256: sha256(bytes), bytes: bytes.length });
    entries.sort((a, b) => a.step - b.step);
    const bestFile = best ? file : before.best;
    const kept = entries.filter(
      (entry, i) => i >= entries.length - KEEP || entry.file === bestFile || entry.file === file,
    );
    const manifest: Manifest = { format: 1, checkpoints: kept, best: bestFile };
    writeFileAtomic(join(this.#folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, this.#files);
    this.#removeOthers(new Set(kept.map((entry) => entry.file)));
    return { file };
  }

  /** Rewinds to a step: forgets later checkpoints, which belong to a telling of the run that is being repeated. */
  forgetAfter(step: number): void {
    const manifest = this.manifest();
    const kept = manifest.checkpoints.filter((entry) => entry.step <= step);
    if (kept.length === manifest.checkpoints.length) return;
    const best = kept.some((entry) => entry.file === manifest.best) ? manifest.best : null;
    writeFileAtomic(
      join(this.#folder, MANIFEST),
      `${JSON.stringify({ ...manifest, checkpoints: kept, best }, null, 2)}\n`,
      this.#files,
    );
  }

  /** The newest checkpoint that proves itself, and a sentence for each newer one that did not; undefined when there is none. */
  loadNewest(): { checkpoint: Checkpoint<Position> | undefined; skipped: string[] } {
    const skipped: string[] = [];
    const candidates = listFolder(this.#folder, this.#files)
      .filter((name) => FILE_NAME.test(name))
      .sort((a, b) => stepOf(b) - stepOf(a));
    for (const file of candidates) {
      try {
        return { checkpoint: this.#load(file), skipped };
      } catch (error) {
        if (!(error instanceof HglError)) throw error;
        skipped.push(`skipped ${file}: ${error.facts.what}`);
      }
    }
    return { checkpoint: undefined, skipped };
  }

  /** The checkpoint with the best validation, or undefined when none was marked or its file is damaged. */
  loadBest(): Checkpoint<Position> | undefined {
    const { best } = this.manifest();
    if (best === null) return undefined;
    try {
      return this.#load(best);
    } catch (error) {
      if (error instanceof HglError) return undefined;
      throw error;
    }
  }

  /** The index; rebuilt from the folder's files when it is missing or damaged (the best mark is lost then). */
  manifest(): Manifest {
    const bytes = readIfThere(join(this.#folder, MANIFEST), this.#files);
    if (bytes !== undefined) {
      try {
        return MANIFEST_FORM.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
      } catch {
        // Rebuilt below.
      }
    }
    const checkpoints = listFolder(this.#folder, this.#files)
      .filter((name) => FILE_NAME.test(name))
      .map((file) => {
        const content = readIfThere(join(this.#folder, file), this.#files) ?? new Uint8Array(0);
        return { file, step: stepOf(file), sha256: sha256(content), bytes: content.length };
      });
    return { format: 1, checkpoints, best: null };
  }

  #load(file: string): Checkpoint<Position> {
    const path = join(this.#folder, file);
    const bytes = readIfThere(path, this.#files);
    if (bytes === undefined) throw broken(path, "the file is missing");
    return decodeCheckpoint<Position>(bytes, this.#layout, path);
  }

  #removeOthers(kept: ReadonlySet<string>): void {
    const others = listFolder(this.#folder, this.#files).filter((name) => FILE_NAME.test(name) && !kept.has(name));
    for (const name of others) removeIfThere(join(this.#folder, name), this.#files);
    if (others.length > 0) syncFolder(this.#folder, this.#files);
  }
}

const MANIFEST = "manifest.json";

export function encodeCheckpoint<Position>({ state, position }: Checkpoint<Position>, layout: StateLayout): Uint8Array {
  const tensors = new Map<string, Tensor>();
  const parts: [string, Float32Array, StateLayout["weights"]][] = [
    ["weights", state.weights, layout.weights],
    ["statistics", state.statistics, layout.statistics],
  ];
  if (state.average) parts.push(["average", state.average, layout.weights]);
  if (state.gradients) parts.push(["gradients", state.gradients, layout.weights]);
  const slots = slotCount(state.slots.length, state.weights.length);
  for (let k = 0; k < slots; k++)
    parts.push([
      `slots.${k}`,
      state.slots.subarray(k * state.weights.length, (k + 1) * state.weights.length),
      layout.weights,
    ]);
  for (const [part, values, entries] of parts) {
    let covered = 0;
    for (const { name, shape, offset, length } of entries) {
      tensors.set(`${part}/${name}`, float32Tensor(values.subarray(offset, offset + length), shape));
      covered += length;
    }
    if (covered !== values.length) throw new Error(`${part}: the layout names ${covered} of ${values.length} values`);
  }
  const text = JSON.stringify({ ...position, trainerStep: state.step });
  return writeSafetensors({
    tensors,
    metadata: { format: "hgl-checkpoint-1", position: text, digest: digestOf(tensors, text) },
  });
}

/** @throws HglError "store" unless the file is sound, its digest holds and it fits the layout exactly. */
export function decodeCheckpoint<Position>(
  bytes: Uint8Array,
  layout: StateLayout,
  where: string,
): Checkpoint<Position> {
  const { tensors, metadata } = readSafetensors(bytes, where);
  const text = metadata.position;
  if (metadata.format !== "hgl-checkpoint-1" || text === undefined)
    throw broken(where, "it is not a checkpoint of ours");
  if (metadata.digest !== digestOf(tensors, text)) throw broken(where, "its digest does not match its content");
  const position = JSON.parse(text) as Position & { trainerStep: number };
  let used = 0;
  const collect = (part: string, entries: StateLayout["weights"]): Float32Array => {
    const total = entries.reduce((sum, entry) => Math.max(sum, entry.offset + entry.length), 0);
    const values = new Float32Array(total);
    for (const { name, shape, offset, length } of entries) {
      const tensor = tensors.get(`${part}/${name}`);
      if (!tensor) throw broken(where, `the tensor ${part}/${name} is missing`);
      if (tensor.shape.join() !== shape.join())
        throw broken(
          where,
          `${part}/${name} has shape [${tensor.shape.join(", ")}], this network needs [${shape.join(", ")}]`,
        );
      if (tensor.bytes.length !== 4 * length) throw broken(where, `${part}/${name} has the wrong length`);
      values.set(float32Values(tensor, `${part}/${name}`), offset);
      used++;
    }
    return values;
  };
  const has = (part: string) => [...tensors.keys()].some((name) => name.startsWith(`${part}/`));
  const weights = collect("weights", layout.weights);
  const statistics = collect("statistics", layout.statistics);
  const average = has("average") ? collect("average", layout.weights) : null;
  const gradients = has("gradients") ? collect("gradients", layout.weights) : null;
  const parts: Float32Array[] = [];
  while (has(`slots.${parts.length}`)) parts.push(collect(`slots.${parts.length}`, layout.weights));
  // HGLNet is read alone from a run that trained with descriptions.
  const aside = layout.weights.some(isLanguage) ? 0 : [...tensors.keys()].filter(isAside).length;
  if (used + aside !== tensors.size)
    throw broken(where, `${tensors.size - used - aside} of its tensors are unknown to this network`);
  const slots = new Float32Array(parts.length * weights.length);
  parts.forEach((part, k) => slots.set(part, k * weights.length));
  const { trainerStep, ...rest } = position;
  return {
    state: { step: trainerStep, weights, slots, statistics, average, gradients },
    position: rest as unknown as Position,
  };
}

/** Whether a tensor belongs to training with descriptions alone. */
const isAside = (key: string): boolean => isLanguage({ name: key.slice(key.indexOf("/") + 1) });

function slotCount(slots: number, weights: number): number {
  const count = weights === 0 ? 0 : slots / weights;
  if (!Number.isInteger(count))
    throw new Error(`optimiser state of ${slots} values is no multiple of ${weights} weights`);
  return count;
}

function digestOf(tensors: ReadonlyMap<string, Tensor>, position: string): string {
  const names = [...tensors.keys()].sort();
  return sha256(
    [
      position,
      ...names.map((name) => `${name}:${tensors.get(name)!.shape.join("x")}:${sha256(tensors.get(name)!.bytes)}`),
    ].join("\n"),
  );
}

function stepOf(file: string): number {
  return Number(FILE_NAME.exec(file)?.[1] ?? -1);
}

function broken(where: string, what: string): HglError {
  return new HglError({ code: "store", where, what, next: "use another checkpoint" });
}
