import { realFiles } from "../../src/worker/store/fileSystem";
import { Lock, LOCK_TIMES } from "../../src/worker/store/lock";
import { RunFolder } from "../../src/worker/store/runFolder";

// Takes its runs as a training process does and begins none of them: what one looks like that is between two runs.
for (const path of process.argv.slice(2))
  await Lock.acquire(new RunFolder(path).lockPath, LOCK_TIMES, realFiles, { queued: true });
setInterval(() => {}, 1000);
