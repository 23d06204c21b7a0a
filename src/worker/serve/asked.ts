import { isAbsolute } from "node:path";
import * as z from "zod";
import { HglError } from "../../common/errors";
import { MOST_SKELETON_CLIPS } from "../../common/payloads/skeleton";
import type { Asked, WorkerRequests } from "../../common/wire/worker";

const path = z
  .string()
  .min(1)
  .max(4096)
  .refine((text) => isAbsolute(text) && !text.includes("\0"), "an absolute path");
const name = z.string().min(1).max(200);
const notebook = { path, text: z.string().max(64 * 2 ** 20) };
const folders = z.array(path).max(10_000).readonly();

/** What each request may be asked with; keys that are not known are left out. */
const SCHEMAS: { readonly [K in keyof WorkerRequests]: z.ZodType<Asked<K>> } = {
  hello: z.object({ wire: z.number(), version: z.string().max(100) }),
  restore: z.object(notebook),
  execute: z.object({ ...notebook, cell: name, execution: name }),
  attach: z.object({ ...notebook, cell: name, execution: name }),
  interrupt: z.object({ executions: z.array(name).max(10_000).readonly() }),
  history: z.object({ folders }),
  clips: z.object({
    ...notebook,
    cell: name,
    clips: z.array(z.string().min(1).max(4096)).min(1).max(MOST_SKELETON_CLIPS).readonly(),
    run: name.optional(),
  }),
  runs: z.object({ roots: folders }),
  stopRun: z.object({ folder: path }),
  resumeRun: z.object({ folder: path }),
  deleteRun: z.object({ folder: path }),
  report: z.object({ ...notebook, file: path }),
  devices: z.object({}),
};

/** Checks what came over the wire. @throws HglError "usage" naming the field */
export function checkAsked<K extends keyof WorkerRequests>(request: K, value: unknown): Asked<K> {
  const checked = SCHEMAS[request].safeParse(value);
  if (checked.success) return checked.data;
  const { path: at, message } = checked.error.issues[0]!;
  throw new HglError({
    code: "usage",
    where: request,
    what: `the request cannot be read: ${at.length > 0 ? `${at.join(".")}: ` : ""}${message}`,
    next: "restart the worker",
  });
}
