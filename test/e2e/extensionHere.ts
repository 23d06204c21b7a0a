import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Desk } from "./suite";

/** The `hgl` that the suite's editor has installed: runs made by another build would be those of another version. */
export function installedProgram({ folder }: Pick<Desk, "folder">): string {
  const extensions = join(dirname(folder), "extensions");
  const [own] = readdirSync(extensions).filter((name) => name.startsWith("hocslm.hocslm-notebook"));
  if (own === undefined) throw new Error(`the extension is not installed in ${extensions}`);
  return join(extensions, own, "dist/hgl.mjs");
}

/** Runs `hgl` as somebody in a terminal beside the editor would; what it printed. */
export async function hgl(desk: Pick<Desk, "folder">, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [installedProgram(desk), ...args], {
    cwd: desk.folder,
  });
  return stdout + stderr;
}

/** Command lines of the processes that now run the installed `hgl`: workers and trainings. */
export function programsRunning(desk: Pick<Desk, "folder">): string[] {
  const program = installedProgram(desk);
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
      return line.includes(program) ? [line] : [];
    } catch {
      // It has ended while we looked.
      return [];
    }
  });
}

/** Looks ten times a second which `hgl` programs run; `stop` tells the command lines of all that were seen. */
export function watchPrograms(desk: Pick<Desk, "folder">): { readonly stop: () => string[] } {
  const seen = new Set<string>();
  const look = (): void => programsRunning(desk).forEach((line) => seen.add(line));
  look();
  const timer = setInterval(look, 100);
  return {
    stop() {
      clearInterval(timer);
      look();
      return [...seen];
    },
  };
}
