import { HglError } from "../../../common/errors";
import { unlessStopped } from "../../unlessStopped";
import type { KeyFor } from "../keys";
import { addressOf, mayCarryKey, type Address } from "./address";
import { backoff, retryAfter } from "./backoff";
import { exchange, type Exchange } from "./exchange";
import { Pace, realClock, type Clock } from "./pace";
import { redactedValue, redactor, serverWords, type Redact } from "./redact";

export interface EndpointOptions {
  readonly url: string;
  readonly key: KeyFor;
  /** For one try, from the first byte sent to the last one read; at most 290, where Node itself hangs up. */
  readonly timeoutSeconds?: number;
  /** Tries in all, where another one may help: 429, 5xx, a connection that was cut off. */
  readonly tries?: number;
  /** Requests in a minute; null: as fast as they are answered. */
  readonly perMinute?: number | null;
  readonly atOnce?: number;
  /** Longest answer. */
  readonly mostBytes?: number;
  /** Told before each wait for another try. */
  readonly onWait?: (seconds: number, why: string) => void;
  readonly clock?: Clock;
}

/** A server's answer: the JSON of a good one, or what it says of a bad one. Nothing in it shows the key. */
export type Answer =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly status: number;
      /** The server's sentence, cleaned and shortened; empty when it said nothing. */
      readonly words: string;
      /** Its own code for what is wrong, such as `content_filter`; empty when it has none. */
      readonly problem: string;
      readonly tries: number;
      readonly keySent: boolean;
    };

/** The longest rest that a server may ask for, before we say so rather than wait. */
const MOST_REST_MS = 120_000;

/**
 * A server of models, at home or far away, that takes and gives JSON.
 *
 * Its key is asked for at each request and sent as a bearer token, by https or to this machine alone. All errors are HglError "network", which
 * name the address without its query and never show the key, or "interrupted".
 */
export class Endpoint {
  readonly address: Address;
  readonly #options: Required<Omit<EndpointOptions, "url" | "onWait">> & { onWait: EndpointOptions["onWait"] };
  readonly #secrets: readonly string[];
  readonly #pace: Pace;
  readonly #closed = new AbortController();

  /** Throws HglError "cell" for an address that is none, "network" for one with a password in it. */
  constructor({ url, key, timeoutSeconds = 120, tries = 5, perMinute = null, ...more }: EndpointOptions) {
    const { atOnce = 2, mostBytes = 2 ** 25, onWait, clock = realClock } = more;
    this.address = addressOf(url);
    this.#options = { key, timeoutSeconds, tries, perMinute, atOnce, mostBytes, onWait, clock };
    this.#secrets = [...new URL(url).searchParams.values()].filter((value) => value.length >= 12);
    this.#pace = new Pace(atOnce, perMinute, clock);
  }

  /** Posts `body` to the path below the address; gives the JSON of the answer. Throws HglError "network", "interrupted". */
  async post(path: string, body: unknown, stop: AbortSignal): Promise<unknown> {
    const answer = await this.ask(path, body, stop);
    return answer.ok ? answer.value : this.refuse(answer);
  }

  /** As `post`, with the server's own refusals as answers, for whoever can tell them apart. */
  async ask(path: string, body: unknown, stop: AbortSignal): Promise<Answer> {
    const signal = AbortSignal.any([stop, this.#closed.signal]);
    try {
      const key = await this.#key(signal);
      const leave = await this.#pace.enter(signal);
      try {
        return await this.#untilAnswered(path, JSON.stringify(body), key, signal);
      } finally {
        leave();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      const what = "waiting for the endpoint was stopped";
      throw new HglError({ code: "interrupted", where: this.address.shown, what });
    }
  }

  /** Throws a bad answer as HglError "network". */
  refuse({ status, words, tries, keySent }: Extract<Answer, { ok: false }>): never {
    const said = words ? ` ("${words}")` : "";
    const often = tries > 1 ? `, ${tries} times` : "";
    throw this.fault(`the server answered ${status}${often}${said}`, this.#nextStep(status, keySent));
  }

  /** An error that names this endpoint. */
  fault(what: string, next: string): HglError {
    return new HglError({ code: "network", where: this.address.shown, what, next });
  }

  /** Hangs up; what is under way ends as "interrupted". */
  close(): void {
    this.#closed.abort();
  }

  async #key(signal: AbortSignal): Promise<string | null> {
    const kept = (await unlessStopped(this.#options.key(this.address.origin), signal))?.trim();
    signal.throwIfAborted();
    if (kept === undefined || kept === "") return null;
    mayCarryKey(this.address);
    // Node would put a key that no header can hold into its error.
    if (/^[\x21-\x7e]+$/.test(kept)) return kept;
    throw this.fault("the key kept for this endpoint holds a character that no key has", "keep the key again");
  }

  async #untilAnswered(path: string, body: string, key: string | null, signal: AbortSignal): Promise<Answer> {
    const { timeoutSeconds, tries, mostBytes, clock, onWait } = this.#options;
    const redact = redactor(key === null ? this.#secrets : [key, ...this.#secrets]);
    const request = { url: this.address.under(path), body, key, timeoutMs: timeoutSeconds * 1000, mostBytes };
    for (let attempt = 1; ; attempt++) {
      await this.#pace.turn(signal);
      const result = await exchange(request, signal);
      if (!mayHelp(result, attempt, tries, redact)) return this.#settled(result, attempt, key !== null, redact);
      const why = result.kind === "failed" ? redact(result.what) : `the server answered ${result.status}`;
      const asked = result.kind === "answer" ? retryAfter(result.retryAfter, clock.now()) : null;
      if (asked !== null && asked > MOST_REST_MS)
        throw this.fault(`${why} and asks to wait ${Math.ceil(asked / 1000)} s`, "run again then");
      const rest = asked ?? backoff(attempt, clock.chance());
      onWait?.(rest / 1000, why);
      if (asked !== null) this.#pace.rest(asked);
      else await clock.wait(rest, signal);
    }
  }

  #settled(result: Exchange, tries: number, keySent: boolean, redact: Redact): Answer {
    if (result.kind === "failed") {
      const often = tries > 1 ? `, ${tries} times` : "";
      throw this.fault(`${redact(result.what)}${often}`, result.next);
    }
    const { status, text } = result;
    if (status < 200 || status > 299) return { ok: false, status, tries, keySent, ...complaint(text, redact) };
    return { ok: true, value: this.#json(text, redact) };
  }

  #json(text: string, redact: Redact): unknown {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      const begins = serverWords(text, redact, 60);
      const odd = /\b-?(NaN|Infinity)\b/.exec(text)?.[0];
      const why = odd ? `it holds ${odd}` : begins ? `it begins "${begins}"` : "it is empty";
      throw this.fault(`the answer is not JSON (${why})`, "check that the address is a model's endpoint");
    }
    return redactedValue(value, redact);
  }

  #nextStep(status: number, keySent: boolean): string {
    const { origin } = this.address;
    if (status === 401 || status === 403)
      return keySent ? `check the key kept for ${origin}` : `keep a key for ${origin}: none was sent`;
    if (status === 404) return "check the address and the model's name";
    if (status === 413) return "ask for less at once";
    if (status === 429) return "wait, or ask less often";
    if (status >= 500) return "look at the server's log and try again";
    return "check the model's name and what it takes";
  }
}

function mayHelp(result: Exchange, attempt: number, tries: number, redact: Redact): boolean {
  if (attempt >= tries) return false;
  if (result.kind === "failed") return result.again === "always" || (result.again === "once" && attempt === 1);
  if (result.status !== 429) return result.status >= 500 && result.status !== 501;
  // An account without money is not helped by waiting.
  return complaint(result.text, redact).problem !== "insufficient_quota";
}

/** What servers say goes wrong: {error: {message, code, type}}, {error: "…"}, {message}, {detail}, or plain text. */
function complaint(text: string, redact: Redact): { words: string; problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { words: serverWords(text, redact), problem: "" };
  }
  const outer = record(value);
  const inner = record(outer["error"]);
  const first = (...found: unknown[]): string =>
    (found.find((one) => typeof one === "string" && one !== "") as string) ?? "";
  const words = first(inner["message"], outer["error"], outer["message"], outer["detail"], value, text);
  return { words: serverWords(words, redact), problem: redact(first(inner["code"], inner["type"], outer["code"])) };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
