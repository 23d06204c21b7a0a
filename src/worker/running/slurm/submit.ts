import { basename, join } from "node:path";
import type { SlurmExecutor } from "../../../common/config";
import { HglError } from "../../../common/errors";
import { shippedFile } from "../../shippedFile";
import { makeFolder, writeFileAtomic } from "../../store/atomicFile";
import { writeJob, type JobRecord } from "../../store/job";
import type { RunFolder } from "../../store/runFolder";
import { programArguments } from "../launch";
import { slurm } from "./commands";

/** How long before its time limit a task is warned, so that the step under way and a checkpoint still fit. */
const WARNING_SECONDS = 120;

/** A larger array is refused by a cluster with Slurm's own limit. */
const MOST_TASKS = 1000;

/** Job arrays of one task for each run, in their order. @throws HglError "device", "disk" */
export async function submitRuns(
  folders: readonly RunFolder[],
  executor: SlurmExecutor,
  name: string,
): Promise<JobRecord[]> {
  const records: JobRecord[] = [];
  for (let from = 0; from < folders.length; from += MOST_TASKS)
    records.push(...(await submitArray(folders.slice(from, from + MOST_TASKS), executor, name)));
  return records;
}

async function submitArray(folders: readonly RunFolder[], executor: SlurmExecutor, name: string): Promise<JobRecord[]> {
  const place = newPlace(folders[0]!);
  makeFolder(place);
  const list = join(place, "runs.txt");
  writeFileAtomic(list, folders.map(({ path }) => `${lineOf(path)}\n`).join(""));
  const command = [process.execPath, ...programArguments(["train"])];
  const printed = await slurm("sbatch", [
    ...sbatchOptions(executor, folders.length, name, place),
    shippedFile("media/slurm/train.sh", "the job script"),
    list,
    String(executor.modules.length),
    ...executor.modules,
    ...command,
  ]);
  const job = jobNumber(printed);
  return folders.map((folder, task) => {
    const log = join(place, `out-${task}.txt`);
    const record: JobRecord = { format: 1, cluster: "slurm", job, task, log, ended: null };
    writeJob(folder, record);
    return record;
  });
}

/** `.hgl/jobs/TIME-RUN`, beside the runs: what was given to Slurm, and what its tasks print. */
function newPlace({ path, id }: RunFolder): string {
  const time = new Date().toISOString().replace(/[-:]/g, "").replace(/\..*/, "");
  return join(path, "..", "..", "jobs", `${time}-${id}`);
}

/** A list has one folder a line. */
function lineOf(path: string): string {
  if (!/[\r\n]/.test(path)) return path;
  throw new HglError({
    code: "disk",
    where: JSON.stringify(path),
    what: "a folder with a line break in its name cannot be given to Slurm",
    next: "rename it",
  });
}

/** @internal */
export function sbatchOptions(executor: SlurmExecutor, runs: number, name: string, place: string): string[] {
  const { atOnce, partition, account, gpus, cpus, memory, time } = executor;
  const given = (option: string, value: string | number | null): string[] =>
    value === null ? [] : [`--${option}=${value}`];
  return [
    "--parsable",
    `--job-name=hgl-${name}`,
    `--array=0-${runs - 1}${atOnce === "auto" ? "" : `%${atOnce}`}`,
    "--requeue",
    "--open-mode=append",
    `--signal=B:USR1@${WARNING_SECONDS}`,
    `--chdir=${place}`,
    // Relative to that folder, since Slurm reads a "%" in a path as a pattern.
    "--output=out-%a.txt",
    ...given("partition", partition),
    ...given("account", account),
    ...given("gres", gpus > 0 ? `gpu:${gpus}` : null),
    ...given("cpus-per-task", cpus),
    ...given("mem", memory),
    ...given("time", time),
  ];
}

/** "12" or, on a federation, "12;cluster". */
function jobNumber(printed: string): string {
  const job = /^(\d+)(;|$)/m.exec(printed.trim())?.[1];
  if (job !== undefined) return job;
  throw new HglError({
    code: "device",
    where: basename("sbatch"),
    what: `it printed no job number but ${JSON.stringify(printed.slice(0, 200))}`,
    next: "look with `squeue` whether the job was taken",
  });
}
