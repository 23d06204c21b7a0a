import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import type { RunConfig } from "../../common/config";
import { HglError } from "../../common/errors";
import { effectiveEvents, stateOf, type Writer } from "../../common/runHistory";
import type { RunEvent, RunResult, RunState } from "../../common/runRecord";
import { listFolder, makeFolder, readIfThere, removeIfThere, TEMPORARY_PREFIX, writeFileAtomic } from "./atomicFile";
import { readLog } from "./eventLog";
import { realFiles, type FileSystem } from "./fileSystem";
import { jobUnderway, runHolder } from "./job";

/** What a run is, as executed; the folder's config.json. */
export interface RunSpec {
  readonly format: 1;
  readonly runId: string;
  readonly config: RunConfig;
  /** SHA-256 of the data set's content, hex. */
  readonly dataHash: string;
  /** SHA-256 of the canonical configuration, hex. */
  readonly configHash: string;
  /** SHA-256 of the encoded descriptions (`.hgl/text`), hex; absent where none take part. */
  readonly textHash?: string;
  readonly codeVersion: string;
  /** Id of the notebook cell that asked for the run first. */
  readonly cell: string;
  /** File name of its notebook, beside whose `.hgl` the run lies; absent in runs of earlier versions. */
  readonly notebook?: string;
  /** The data set's skeleton (`layoutText`) and classes, so that a checkpoint can be used without its data. */
  readonly layout: string;
  readonly classes: readonly string[];
}

/**
 * The layout of `.hgl/runs/<runId>/`:
 *
 *     config.json      the run as executed (RunSpec)
 *     events.ndjson    append-only, length and CRC per line
 *     lock.json        who writes here, with a heartbeat
 *     stop.json        a request to the holder of that lock to stop
 *     job.json         its place in a cluster's queue, where it was given to one
 *     checkpoints/     step-XXXXXXXX.safetensors and manifest.json
 *     scores/          NAME.npy, NAME.labels.npy, NAME.clips.json
 *     looks.json       how often the test split was evaluated
 *     result.json      written once, at the end
 *     train.log        what the training process printed
 */
export class RunFolder {
  readonly path: string;
  readonly #files: FileSystem;

  constructor(path: string, files: FileSystem = realFiles) {
    this.path = path;
    this.#files = files;
  }

  get id(): string {
    return basename(this.path);
  }
  get configPath(): string {
    return join(this.path, "config.json");
  }
  get eventsPath(): string {
    return join(this.path, "events.ndjson");
  }
  get lockPath(): string {
    return join(this.path, "lock.json");
  }
  get stopPath(): string {
    return join(this.path, "stop.json");
  }
  get checkpointsPath(): string {
    return join(this.path, "checkpoints");
  }
  get scoresPath(): string {
    return join(this.path, "scores");
  }
  get resultPath(): string {
    return join(this.path, "result.json");
  }
  get looksPath(): string {
    return join(this.path, "looks.json");
  }
  get logPath(): string {
    return join(this.path, "train.log");
  }

  /** Creates the folder for a run, or finds the one it already has (where the data lie and the number of threads may have changed since). */
  static prepare(root: string, spec: RunSpec, files: FileSystem = realFiles): RunFolder {
    const folder = new RunFolder(join(root, spec.runId), files);
    makeFolder(folder.path, files);
    const text = `${JSON.stringify(spec, null, 2)}\n`;
    const before = readIfThere(folder.configPath, files);
    if (before === undefined || Buffer.from(before).toString("utf8") !== text)
      writeFileAtomic(folder.configPath, text, files);
    return folder;
  }

  /** @throws HglError "store" when the folder holds no run or a damaged one. */
  spec(): RunSpec {
    const spec = this.#json(this.configPath) as RunSpec | undefined;
    if (spec === undefined)
      throw new HglError({
        code: "store",
        where: this.path,
        what: "no config.json here, so this is not a run folder",
        next: "name a folder under .hgl/runs",
      });
    if (!isSpec(spec))
      throw new HglError({
        code: "store",
        where: this.configPath,
        what: `unknown run format ${JSON.stringify((spec as Partial<RunSpec> | null)?.format)?.slice(0, 40)}`,
        next: "open it with the version of hgl that wrote it",
      });
    return spec;
  }

  events(): readonly RunEvent[] {
    return readLog(this.eventsPath, this.#files).events;
  }

  /** Derived from the log and the lock, never stored. */
  state(): RunState {
    return stateOf(this.events(), this.writer());
  }

  writer(): Writer {
    const holder = runHolder(this, this.#files);
    if (holder === undefined) return jobUnderway(this) ? "waiting" : "none";
    return holder.queued ? "waiting" : "training";
  }

  /** The finished run's result: result.json, or the log's last word should the machine have stopped between the two. */
  result(): RunResult | undefined {
    const stored = this.storedResult();
    if (stored !== undefined) return stored;
    const last = effectiveEvents(this.events()).findLast((event) => event.type === "end");
    return last?.type === "end" ? last.result : undefined;
  }

  storedResult(): RunResult | undefined {
    return this.#json(this.resultPath) as RunResult | undefined;
  }

  writeResult(result: RunResult): void {
    writeFileAtomic(this.resultPath, `${JSON.stringify(result, null, 2)}\n`, this.#files);
  }

  /** How often the test split has been evaluated in this run, over all sittings. */
  testLooks(): number {
    const looks = this.#json(this.looksPath) as { test?: unknown } | undefined;
    return typeof looks?.test === "number" ? looks.test : 0;
  }

  /** Counts a look before it is taken, so that one that is interrupted counts too. */
  countTestLook(): void {
    writeFileAtomic(this.looksPath, `${JSON.stringify({ test: this.testLooks() + 1 })}\n`, this.#files);
  }

  /** Removes unfinished files that an earlier process left behind; only for the lock's holder. */
  removeUnfinished(): void {
    for (const folder of [this.path, this.checkpointsPath, this.scoresPath])
      for (const name of listFolder(folder, this.#files))
        if (name.startsWith(TEMPORARY_PREFIX)) removeIfThere(join(folder, name), this.#files);
  }

  #json(path: string): unknown {
    const bytes = readIfThere(path, this.#files);
    if (bytes === undefined) return undefined;
    try {
      return JSON.parse(Buffer.from(bytes).toString("utf8")) as unknown;
    } catch {
      throw new HglError({
        code: "store",
        where: path,
        what: "the file is damaged (not JSON)",
        next: "delete this run folder and run the cell again",
      });
    }
  }
}

/** Whether every field is there in its type; what `config` says is checked where it is used. */
function isSpec(spec: RunSpec | null): spec is RunSpec {
  if (typeof spec !== "object" || spec?.format !== 1) return false;
  const texts = [
    spec.runId,
    spec.dataHash,
    spec.configHash,
    spec.codeVersion,
    spec.cell,
    spec.layout,
    ...(Array.isArray(spec.classes) ? spec.classes : [null]),
  ];
  const maybe = [spec.textHash, spec.notebook].filter((text) => text !== undefined);
  return [...texts, ...maybe].every((text) => typeof text === "string") && isConfig(spec.config);
}

function isConfig(config: unknown): boolean {
  if (typeof config !== "object" || config === null) return false;
  const { data, model, train, seed } = config as Partial<RunConfig>;
  return [data, model, train].every((part) => typeof part === "object" && part !== null) && Number.isSafeInteger(seed);
}

/** Where a notebook's runs lie: beside it. */
export function runsFolderOf(notebookPath: string): string {
  return join(notebookPath, "..", ".hgl", "runs");
}

/** Where what a notebook has imported lies; it can be made again from its source, so it may be deleted at any time. */
export function importsFolderOf(notebookPath: string): string {
  return join(notebookPath, "..", ".hgl", "imports");
}

/** The same folder, seen from a run of the notebook. */
export function importsFolderOfRun(runFolder: string): string {
  return join(runFolder, "..", "..", "imports");
}

/**
 * The identity of a run: the first 12 hex digits of SHA-256 over (resolved configuration, data, encoded descriptions, code version, seed). Where
 * and how the data and the descriptions lie and how many threads compute are left out: none changes a number, so moving a folder or a run to another
 * machine keeps its results.
 */
export function identify(
  config: RunConfig,
  dataHash: string,
  codeVersion: string,
  textHash?: string,
): { runId: string; configHash: string } {
  const { seed, ...rest } = config;
  const { source: _source, format: _format, layout: _layout, columns: _columns, bad: _bad, ...data } = rest.data;
  const { threads: _threads, ...train } = rest.train;
  const identity = { ...rest, data, train, language: languageIdentity(rest.language) };
  const configHash = sha256(canonical(identity));
  const runId = sha256(canonical({ config: identity, data: dataHash, text: textHash, code: codeVersion, seed })).slice(
    0,
    12,
  );
  return { runId, configHash };
}

/** The texts' own hash says what they are; here stands only how the notebook asked for them. */
function languageIdentity(language: RunConfig["language"]): unknown {
  if (!language) return null;
  const { file: _file, video: _video, encoder, ...texts } = language.texts;
  return { ...language, texts: { ...texts, encoder: encoder.kind } };
}

/** JSON with sorted keys and no spaces: equal values, equal text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}
