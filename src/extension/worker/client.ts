import type { Disposable, Event } from "vscode-jsonrpc/node";
import type {
  Answered,
  Asked,
  Death,
  Told,
  WorkerFacts,
  WorkerNotifications,
  WorkerRequests,
} from "../../common/wire/worker";

/** The extension's side of the wire. There is one for the window; the worker behind it comes and goes. */
export interface WorkerClient extends Disposable {
  readonly state: WorkerState;
  readonly onDidChangeState: Event<WorkerState>;
  /**
   * Starts the worker when none runs. Rejects with an HglError when the worker refuses (its facts in full), with WorkerDied when it ends
   * before it answers or cannot be started; either has a sentence for the user as its message.
   */
  request<K extends RequestName>(method: K, params: Asked<K>): Promise<Answered<K>>;
  /** Listens across restarts. */
  on<K extends keyof WorkerNotifications>(notification: K, listener: (told: Told<K>) => void): Disposable;
  /** Ends the worker, when there is one, and starts another. Training processes are not its own and go on. */
  restart(): Promise<void>;
}

/** What callers may ask; `hello` is the client's own. */
export type RequestName = Exclude<keyof WorkerRequests, "hello">;

export type WorkerState =
  /** None runs; the next request starts one. */
  | { readonly kind: "asleep" }
  | { readonly kind: "starting" }
  | { readonly kind: "ready"; readonly facts: WorkerFacts; readonly rss: number | null }
  /** It ended, or could not be started; the next request tries again. `sentence` is for the user. */
  | { readonly kind: "dead"; readonly death: Death | null; readonly sentence: string };

/** Why a request got no answer. */
export class WorkerDied extends Error {
  constructor(
    sentence: string,
    readonly death: Death | null,
    /** True when it was ended on purpose: restart, trust granted, window closing. */
    readonly onPurpose: boolean,
    /** True when there will be no other. */
    readonly closing = false,
  ) {
    super(sentence);
    this.name = "WorkerDied";
  }
}
