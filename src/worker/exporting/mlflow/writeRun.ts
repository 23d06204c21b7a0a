import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { RunState } from "../../../common/runRecord";
import type { StoredRun } from "../../running/storedRuns";
import { keysOf, valueText } from "../../runs/configKeys";
import { runFacts } from "../../runs/runFacts";
import { listFolder, makeFolder, readIfThere, writeFileAtomic } from "../../store/atomicFile";
import { sha256 } from "../../store/runFolder";
import { pointsOf } from "../runPoints";
import { entityName, entityValue, metricName, MOST_EXPERIMENT, MOST_PARAMETER, MOST_TAG } from "./names";

/** RunStatus of MLflow's `service.proto`. */
const STATUS: Readonly<Record<RunState, number>> = {
  running: 1,
  new: 2,
  queued: 2,
  done: 3,
  failed: 4,
  interrupted: 5,
};
/** SourceType LOCAL. */
const LOCAL = 4;

/**
 * Writes a run into an MLflow file store, `TO/mlruns/<experiment>/<run>`, as MLflow's own `FileStore` lays it out: a notebook is an experiment,
 * a parameter, metric or tag a file. Its configuration, result, log and scores are artifacts; checkpoints stay where they are.
 * @returns the run's folder
 * @throws HglError "disk"
 */
export function writeMlflowRun(run: StoredRun, to: string): string {
  const { folder, spec, config } = run;
  const facts = runFacts(run);
  const notebook = (facts.notebook ?? "hgl").replace(/\.hgl\.md$/, "");
  const name = entityValue(notebook, MOST_EXPERIMENT) || "hgl";
  const experiment = experimentId(name);
  const experimentPath = join(to, "mlruns", experiment);
  const path = join(experimentPath, folder.id);
  const events = folder.events();
  const startedAt = facts.startedAt ?? Math.floor(run.updatedAt);
  const ended = facts.state === "done" || facts.state === "failed" || facts.state === "interrupted";
  for (const part of ["params", "metrics", "tags", "artifacts"]) makeFolder(join(path, part));

  writeYaml(join(experimentPath, "meta.yaml"), {
    artifact_location: pathToFileURL(experimentPath).href,
    creation_time: startedAt,
    experiment_id: experiment,
    last_update_time: startedAt,
    lifecycle_stage: "active",
    name,
  });
  const title = `${run.cell}, seed ${config.seed}`;
  writeYaml(join(path, "meta.yaml"), {
    artifact_uri: pathToFileURL(join(path, "artifacts")).href,
    end_time: ended ? (events.at(-1)?.at ?? startedAt) : null,
    entry_point_name: "",
    experiment_id: experiment,
    lifecycle_stage: "active",
    run_id: folder.id,
    run_name: entityValue(title, MOST_TAG),
    run_uuid: folder.id,
    source_name: "",
    source_type: LOCAL,
    source_version: "",
    start_time: startedAt,
    status: STATUS[facts.state],
    tags: [],
    user_id: "",
  });
  writeEntities(join(path, "params"), keysOf(config), (value) => entityValue(valueText(value), MOST_PARAMETER));
  const tags = new Map([
    ["mlflow.runName", title],
    ["mlflow.source.name", facts.notebook ?? ""],
    ["mlflow.source.type", "LOCAL"],
    ["hgl.cell", run.cell],
    ["hgl.version", spec.codeVersion],
    ["hgl.dataHash", spec.dataHash],
    ["hgl.configHash", spec.configHash],
  ]);
  writeEntities(join(path, "tags"), tags, (value) => entityValue(value, MOST_TAG));
  writeMetrics(join(path, "metrics"), events);
  copyArtifacts(folder.path, join(path, "artifacts"));
  return path;
}

/** A number, as MLflow makes them; the same name gives the same one, so that a notebook's runs come together however often they are exported. */
function experimentId(name: string): string {
  return BigInt(`0x${sha256(name).slice(0, 15)}`).toString();
}

/** Strings stand in double quotes, which YAML reads as JSON does: a bare id of digits would become a number. */
function writeYaml(path: string, values: Readonly<Record<string, unknown>>): void {
  const lines = Object.entries(values).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
  writeFileAtomic(path, lines.join(""));
}

function writeEntities<T>(path: string, values: ReadonlyMap<string, T>, textOf: (value: T) => string): void {
  const taken = new Set<string>();
  for (const [key, value] of values) {
    let name = entityName(key);
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = entityName(`${key.slice(0, 240)}_${n}`);
    taken.add(name.toLowerCase());
    writeFileAtomic(join(path, name), textOf(value));
  }
}

/** A line for each point: Unix milliseconds, value, step. */
function writeMetrics(path: string, events: Parameters<typeof pointsOf>[0]): void {
  const lines = new Map<string, string[]>();
  for (const { tag, at, value, step } of pointsOf(events)) {
    const name = metricName(tag);
    const own = lines.get(name) ?? [];
    own.push(`${at} ${value} ${step}\n`);
    lines.set(name, own);
  }
  for (const [name, own] of lines) {
    makeFolder(join(path, name, ".."));
    writeFileAtomic(join(path, name), own.join(""));
  }
}

function copyArtifacts(from: string, to: string): void {
  const copy = (folder: string, name: string): void => {
    const bytes = readIfThere(join(from, folder, name));
    if (!bytes) return;
    makeFolder(join(to, folder));
    writeFileAtomic(join(to, folder, name), bytes);
  };
  for (const name of ["config.json", "result.json", "events.ndjson"]) copy("", name);
  for (const name of listFolder(join(from, "scores")).filter((one) => !one.startsWith("."))) copy("scores", name);
}
