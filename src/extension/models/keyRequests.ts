import { HglError } from "../../common/errors";
import type { EditorAnswered, EditorAsked } from "../../common/wire/editor";
import type { Translate } from "../translate";
import type { Keyring, Memory } from "./keyring";
import { originOf } from "../../common/origin";

export interface KeyQuestion {
  readonly origin: string;
  /** What the modal dialog says below its question. */
  readonly detail: string;
}

export interface KeyRequestParts {
  readonly keyring: Keyring;
  /** The workspace's: where it is noted which key its notebooks may have sent. */
  readonly memory: Memory;
  /** File name of the notebook whose cell runs; throws HglError where none does, or may. */
  readonly notebookOf: (execution: string) => string;
  /** "Send the key kept for ORIGIN to this notebook's endpoint?" */
  readonly ask: (question: KeyQuestion) => Promise<boolean>;
  readonly t: Translate;
}

/** Ids of the keys that may be sent, by origin. */
const CONSENTS = "hocslm.keyConsents";

/**
 * Hands out keys, each for its own origin alone. A stranger's notebook may name any endpoint, so the first time that one of a workspace's asks for
 * a key the user does say so; a key that took its place is asked about anew.
 */
export class KeyRequests {
  /** Questions on screen, by the key's id: cells that wait for one answer ask one question. */
  readonly #asking = new Map<string, Promise<boolean>>();

  constructor(private readonly parts: KeyRequestParts) {}

  async keyFor({ execution, origin }: EditorAsked<"keyFor">, stop: AbortSignal): Promise<EditorAnswered<"keyFor">> {
    const { keyring, notebookOf, t } = this.parts;
    const notebook = notebookOf(execution);
    if (originOf(origin) !== origin)
      throw new HglError({ code: "cell", what: t("{0} is no address of an endpoint", JSON.stringify(origin)) });
    const kept = await keyring.keyOf(origin);
    if (!kept) return { key: null };
    if (this.#consents()[origin] === kept.id) return { key: kept.key };
    const asking = this.#asking.get(kept.id) ?? this.#ask(origin, kept.id, notebook);
    this.#asking.set(kept.id, asking);
    const agreed = await unlessStopped(asking, stop);
    if (agreed === undefined)
      throw new HglError({ code: "interrupted", where: origin, what: t("the cell was stopped before a key was sent") });
    if (agreed) return { key: kept.key };
    throw new HglError({
      code: "network",
      where: origin,
      what: t("the key kept for it was not sent, as you did not agree"),
      next: t("run the cell again to be asked again"),
    });
  }

  /** An answer that comes when the cell has been stopped holds for the next one. */
  async #ask(origin: string, id: string, notebook: string): Promise<boolean> {
    const { ask, memory, t } = this.parts;
    const detail = t(
      "{0} wants to use this endpoint. The key goes to {1} and nowhere else, and you are asked once in this workspace.",
      notebook,
      origin,
    );
    try {
      const agreed = await ask({ origin, detail });
      if (agreed) await memory.update(CONSENTS, { ...this.#consents(), [origin]: id });
      return agreed;
    } finally {
      this.#asking.delete(id);
    }
  }

  #consents(): Readonly<Record<string, unknown>> {
    const noted = this.parts.memory.get(CONSENTS);
    return typeof noted === "object" && noted !== null ? (noted as Record<string, unknown>) : {};
  }
}

function unlessStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const leave = (): void => resolve(undefined);
    if (stop.aborted) leave();
    stop.addEventListener("abort", leave, { once: true });
    void work.then(resolve, reject).finally(() => stop.removeEventListener("abort", leave));
  });
}
