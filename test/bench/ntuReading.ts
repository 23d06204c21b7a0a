// `npm run bench -- ntu-reading FOLDER`: reading and preparing NTU RGB+D's files on one thread.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepare } from "../../src/model/data/ntu/prepare";
import { parseSkeletonFile } from "../../src/model/data/ntu/skeletonFile";
import { describeMachine } from "../../src/worker/bench/machine";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { clips: { type: "string", default: "500" }, rounds: { type: "string", default: "5" } },
});

function main([folder]: string[], clips: number, rounds: number): number {
  if (!folder || !(clips > 0 && rounds > 0)) {
    console.error("ntu-reading FOLDER [--clips N] [--rounds N]: a folder of .skeleton files, whole numbers from 1.");
    return 64;
  }
  // What is timed is our work, so the files are in memory before.
  const files = readdirSync(folder)
    .filter((name) => name.endsWith(".skeleton"))
    .sort()
    .slice(0, clips)
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1e6;
  const { cpu, cores, node } = describeMachine();
  console.log(`${cpu}, ${cores} cores, Node ${node}`);
  console.log(`${files.length} files, ${megabytes.toFixed(0)} MB`);
  for (let round = 1; round <= rounds; round++) {
    const start = performance.now();
    const parsed = files.map(({ name, bytes }) => parseSkeletonFile(bytes, name));
    const between = performance.now();
    parsed.forEach(prepare);
    const [reading, preparing] = [(between - start) / 1000, (performance.now() - between) / 1000];
    console.log(
      `round ${round}: read ${(megabytes / reading).toFixed(0)} MB/s, ` +
        `read and prepared ${(files.length / (reading + preparing)).toFixed(0)} clips/s`,
    );
  }
  return 0;
}

process.exitCode = main(positionals, Number(values.clips), Number(values.rounds));
