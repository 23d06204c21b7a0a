import { HglError } from "../../common/errors";
import type { EditorAnswered, EditorAsked, EditorRequests } from "../../common/wire/editor";
import type { Told, WorkerNotifications } from "../../common/wire/worker";
import type { Datasets } from "../running/datasets";
import type { Launch } from "../running/launch";

/** Sends a notification; resolved when it has been handed to the stream, so that a slow reader is waited for. */
export type Tell = <K extends keyof WorkerNotifications>(name: K, told: Told<K>) => Promise<void>;

/**
 * Asks the editor for what only it has, for as long as `stop` is not raised.
 * @throws HglError what the editor refuses with; "interrupted" when `stop` was raised
 */
export type AskEditor = <K extends keyof EditorRequests>(
  name: K,
  asked: EditorAsked<K>,
  stop: AbortSignal,
) => Promise<EditorAnswered<K>>;

/** What all requests share: one for each connection. */
export interface Desk {
  /** Only look: no process is started, nothing imported, nothing written. */
  readonly readOnly: boolean;
  readonly datasets: Datasets;
  readonly launch: Launch;
  readonly tell: Tell;
  readonly askEditor: AskEditor;
  /** The cells being run, by the name of their execution; aborted to stop them. */
  readonly executions: Map<string, AbortController>;
  /** Aborted when the connection ends: whoever follows lets go. */
  readonly closing: AbortSignal;
}

/** As much of it as reading the store takes, which the command line has as well. */
export type StoreReader = Pick<Desk, "readOnly" | "datasets" | "closing">;

/** @throws HglError "usage" where only looking is allowed */
export function mayAct({ readOnly }: Desk, what: string): void {
  if (!readOnly) return;
  throw new HglError({
    code: "usage",
    what: `this workspace is not trusted, so ${what} is switched off`,
    next: "trust the workspace first",
  });
}

/** Runs something that can be stopped under an execution's name. @throws HglError "usage" for a name in use */
export async function asExecution<T>(
  { executions }: Desk,
  name: string,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  if (executions.has(name)) throw new HglError({ code: "usage", what: `there is an execution ${name} already` });
  const stopping = new AbortController();
  executions.set(name, stopping);
  try {
    return await work(stopping.signal);
  } finally {
    executions.delete(name);
  }
}
