import { cpus } from "node:os";
import type { Answered } from "../../common/wire/worker";
import { processorName } from "../bench/machine";
import { count } from "../words";

/** What a train cell's `device` may be here. */
export function devices(): Answered<"devices"> {
  const detail = `${processorName()}, ${count(cpus().length, "thread")}`;
  return {
    devices: [
      { name: "auto", label: "Automatic", detail: `The CPU: ${detail}` },
      { name: "cpu", label: "CPU", detail },
    ],
  };
}
