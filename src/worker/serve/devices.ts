import { cpus } from "node:os";
import type { Answered } from "../../common/wire/worker";
import { count } from "../words";

/** What a train cell's `device` may be here. */
export function devices(): Answered<"devices"> {
  const all = cpus();
  const model = all[0]?.model.replace(/\s+/g, " ").trim() || "unknown processor";
  const detail = `${model}, ${count(all.length, "thread")}`;
  return {
    devices: [
      { name: "auto", label: "Automatic", detail: `The CPU: ${detail}` },
      { name: "cpu", label: "CPU", detail },
    ],
  };
}
