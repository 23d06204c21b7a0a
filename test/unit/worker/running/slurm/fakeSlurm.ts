import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { SlurmProgram } from "../../../../../src/worker/running/slurm/commands";

/** Programs by Slurm's names, first on the PATH until they are removed, which print what a test says and keep what they were started with. */
export interface FakeSlurm {
  readonly folder: string;
  prints(program: SlurmProgram, text: string): void;
  fails(program: SlurmProgram, text: string): void;
  /** The arguments of each start of a program. */
  starts(program: SlurmProgram): string[][];
  remove(): void;
}

/** With nothing on the PATH but what the scripts themselves need. */
export function fakeSlurm({ alone = false } = {}): FakeSlurm {
  const folder = mkdtempSync(join(tmpdir(), "hgl-fake-slurm-"));
  const path = process.env["PATH"];
  process.env["PATH"] = alone ? folder : `${folder}${delimiter}${path}`;
  const log = (program: SlurmProgram) => join(folder, `${program}.log`);
  const write = (program: SlurmProgram, text: string, [stream, status]: readonly [1 | 2, number]) => {
    writeFileSync(join(folder, `${program}.txt`), text);
    const script = `#!/bin/sh
for one in "$@"; do printf '%s\\n' "$one"; done >> '${log(program)}'
echo >> '${log(program)}'
/bin/cat '${join(folder, `${program}.txt`)}' >&${stream}
exit ${status}
`;
    writeFileSync(join(folder, program), script);
    chmodSync(join(folder, program), 0o755);
  };
  return {
    folder,
    prints: (program, text) => write(program, text, [1, 0]),
    fails: (program, text) => write(program, text, [2, 1]),
    starts: (program) =>
      existsSync(log(program))
        ? readFileSync(log(program), "utf8")
            .split("\n\n")
            .filter((one) => one !== "")
            .map((one) => one.split("\n"))
        : [],
    remove() {
      process.env["PATH"] = path;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
