import { execFile } from "node:child_process";
import { HglError } from "../../../common/errors";

export type SlurmProgram = "sbatch" | "squeue" | "sacct" | "scancel" | "scontrol";

/** A controller that is being restarted answers late. */
const PATIENCE_MS = 60_000;

/**
 * What one of Slurm's programs prints. Started from an argument list; no shell sees it.
 * @throws HglError "device" where it is missing or refuses
 */
export async function slurm(program: SlurmProgram, args: readonly string[]): Promise<string> {
  return await new Promise((resolve, reject) => {
    const options = { timeout: PATIENCE_MS, windowsHide: true, maxBuffer: 64 * 2 ** 20 };
    execFile(program, args, options, (error, out, err) => {
      if (!error) return resolve(out);
      reject(
        error.code === "ENOENT"
          ? new HglError({
              code: "device",
              where: program,
              what: "there is no Slurm on this machine's PATH",
              next: "run this on a login node of the cluster, or set `executor: { on: local }`",
            })
          : new HglError({
              code: "device",
              where: program,
              what: `Slurm refuses: ${lastLine(err) || error.message.split("\n")[0]!}`,
              next: "change the cell's `executor`, or ask whoever runs the cluster",
            }),
      );
    });
  });
}

/** Slurm's own sentence, without the program's name. */
function lastLine(err: string): string {
  const line = err.trim().split(/\r?\n/).at(-1) ?? "";
  return line.replace(/^\w+: (error: )?/, "").replace(/\.$/, "");
}
