import { spawn } from "node:child_process";
import { HglError } from "../../common/errors";
import { programArguments } from "./launch";

/** Of what a measurement prints. */
const MOST_CHARACTERS = 2 ** 20;

/**
 * What this program prints when it is run with `args`: measuring keeps every core busy for seconds to minutes, and so has a process of its own. Nothing
 * of a notebook goes through a shell.
 * @throws HglError "device" when that process fails, "interrupted" when `stop` ends it
 */
export function outputOf(args: readonly string[], stop: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, programArguments(args), {
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
      signal: stop,
    });
    let [out, errors] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out = (out + text).slice(0, MOST_CHARACTERS)));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors = (errors + text).slice(-MOST_CHARACTERS)));
    child.once("error", (error) => reject(failed(stop, error.message)));
    child.once("close", (code, signal) => {
      if (code === 0) resolve(out);
      else reject(failed(stop, lastSentence(errors) ?? `it ended with ${signal ?? `exit status ${code}`}`));
    });
  });
}

function failed(stop: AbortSignal, why: string): HglError {
  if (stop.aborted)
    return new HglError({ code: "interrupted", what: "the measuring was stopped", next: "measure again" });
  return new HglError({
    code: "device",
    what: `the network could not be measured: ${why}`,
    next: "run `hgl model --time` in a terminal to see more",
  });
}

/** The last line that was said, without the program's name and the full stop. */
function lastSentence(text: string): string | undefined {
  return (
    text
      .trim()
      .split("\n")
      .at(-1)!
      .replace(/^hgl: /, "")
      .replace(/\.$/, "") || undefined
  );
}
