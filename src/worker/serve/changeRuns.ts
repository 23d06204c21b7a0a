import { randomBytes } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HglError } from "../../common/errors";
import { observe } from "../running/launch";
import { cancel } from "../running/slurm/queue";
import { jobsOf } from "../running/slurm/watch";
import { listFolder, syncFolder } from "../store/atomicFile";
import { diskError } from "../store/fileSystem";
import { jobUnderway, writeJob } from "../store/job";
import { Lock, lockHolder } from "../store/lock";
import type { RunFolder } from "../store/runFolder";
import { requestStop } from "../store/stopRequest";
import { codeVersion } from "../version";
import { mayAct, type Desk } from "./desk";
import { runFolderAt } from "./runPlace";

const POLL_MS = 100;

/** Answered when the run's process has stopped, whoever started it; at once when nobody is at it. */
export async function stopRun(desk: Desk, path: string): Promise<Record<string, never>> {
  mayAct(desk, "stopping runs");
  const folder = runFolderAt(path);
  const holder = requestStop(folder);
  if (!holder) {
    await takeOut(folder);
    return {};
  }
  // Another process may take the run then; that one was not asked.
  while (lockHolder(folder.lockPath)?.token === holder.token && !desk.closing.aborted) await sleep(POLL_MS);
  return {};
}

/** Out of a cluster's queue, where the run waits in one. @throws HglError "device", "disk" */
async function takeOut(folder: RunFolder): Promise<void> {
  const record = jobUnderway(folder);
  if (!record) return;
  await cancel([record]);
  writeJob(folder, { ...record, ended: { state: "CANCELLED", reason: "" } });
}

/** Answered when a process has taken the run. @throws HglError when it is finished, of another version, or cannot be started */
export async function resumeRun(desk: Desk, path: string): Promise<Record<string, never>> {
  mayAct(desk, "training");
  const folder = runFolderAt(path);
  const spec = folder.spec();
  const where = `run ${folder.id}`;
  if (lockHolder(folder.lockPath) || (await jobsOf([folder])).size > 0) return {};
  if (folder.storedResult())
    throw new HglError({ code: "store", where, what: "this run is finished", next: "run its cell again to see it" });
  if (spec.codeVersion !== codeVersion())
    throw new HglError({
      code: "store",
      where,
      what: `this run was begun by version ${spec.codeVersion}, and version ${codeVersion()} may compute other numbers`,
      next: "run its cell again, which makes a new run of it",
    });
  const started = observe(desk.launch([folder]));
  while (!lockHolder(folder.lockPath)) {
    if (started.outcome) {
      if (folder.storedResult() || started.outcome.code === 0) return {};
      throw new HglError({
        code: "store",
        where,
        what: "the training process ended before it could take the run",
        next: `see ${folder.logPath}`,
      });
    }
    await Promise.race([sleep(POLL_MS), started.done]);
  }
  return {};
}

/** What a folder is called from the moment it counts as deleted; left-overs of an earlier fall go with the next deletion. */
const DELETED = ".deleted-";

/** @throws HglError "store" while the run is being trained, "disk" */
export async function deleteRun(desk: Desk, path: string): Promise<Record<string, never>> {
  mayAct(desk, "deleting runs");
  const folder = runFolderAt(path);
  const writer = folder.writer();
  if (writer !== "none")
    throw new HglError({
      code: "store",
      where: `run ${folder.id}`,
      what: `this run ${writer === "waiting" ? "waits to be" : "is being"} trained, so it cannot be deleted`,
      next: "stop it first",
    });
  // Held while the folder goes, so that nobody begins to train in it.
  const lock = await Lock.acquire(folder.lockPath);
  const runs = dirname(folder.path);
  try {
    const gone = join(runs, `${DELETED}${basename(folder.path)}-${randomBytes(4).toString("hex")}`);
    renameSync(folder.path, gone);
    syncFolder(runs);
    for (const name of listFolder(runs))
      if (name.startsWith(DELETED)) rmSync(join(runs, name), { recursive: true, force: true });
  } catch (error) {
    throw diskError(error, folder.path, "deleting the run");
  } finally {
    lock.release();
  }
  return {};
}
