import { HglError } from "../../../common/errors";

/** One request, whole. */
export interface Request {
  readonly url: URL;
  /** JSON. */
  readonly body: string;
  readonly key: string | null;
  /** From the first byte sent to the last one read. */
  readonly timeoutMs: number;
  /** Bytes of an answer, after it is unpacked. */
  readonly mostBytes: number;
}

/** What came of one try: an answer of whatever status, or why there is none and whether another try may help. */
export type Exchange =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly retryAfter: string | null;
      readonly text: string;
    }
  | {
      readonly kind: "failed";
      readonly what: string;
      readonly next: string;
      readonly again: "never" | "once" | "always";
    };

const MOST_REDIRECTS = 3;
/** Of an error's answer only a sentence is shown. */
const MOST_ERROR_BYTES = 2 ** 16;

/** Sends one request and reads its answer. Follows the server's own redirects, and none to another origin: the key and the pictures are not meant for it. Rejects only when `stop` is raised. */
export async function exchange(request: Request, stop: AbortSignal): Promise<Exchange> {
  stop.throwIfAborted();
  const cut = new AbortController();
  const onStop = (): void => cut.abort(stop.reason);
  stop.addEventListener("abort", onStop, { once: true });
  const timer = setTimeout(() => cut.abort(), request.timeoutMs);
  try {
    return await sendFollowing(request, cut.signal);
  } catch (error) {
    stop.throwIfAborted();
    return cut.signal.aborted ? tookTooLong(request.timeoutMs) : unreachable(error);
  } finally {
    clearTimeout(timer);
    stop.removeEventListener("abort", onStop);
  }
}

async function sendFollowing(request: Request, signal: AbortSignal): Promise<Exchange> {
  let { url } = request;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json",
        ...(request.key !== null && { authorization: `Bearer ${request.key}` }),
      },
      body: request.body,
      redirect: "manual",
      signal,
    });
    const to = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || to === null) return await answer(response, request.mostBytes);
    await response.body?.cancel();
    const target = URL.canParse(to, url.href) ? new URL(to, url) : undefined;
    if (target?.origin !== request.url.origin) return sentOn(response.status, target);
    // The others would turn the request into a GET without its body.
    if (response.status !== 307 && response.status !== 308) return sentOn(response.status, target);
    url = target;
  }
  return {
    kind: "failed",
    what: `the server sends on more than ${MOST_REDIRECTS} times`,
    next: "check the address",
    again: "never",
  };
}

async function answer(response: Response, mostBytes: number): Promise<Exchange> {
  const most = response.ok ? mostBytes : MOST_ERROR_BYTES;
  const { bytes, whole } = await readUpTo(response, most);
  if (response.ok && !whole) {
    const what = `the answer is longer than ${most} bytes and was cut off`;
    return { kind: "failed", what, next: "check that the address is a model's endpoint", again: "never" };
  }
  const retryAfter = response.headers.get("retry-after");
  return { kind: "answer", status: response.status, retryAfter, text: new TextDecoder().decode(bytes) };
}

/** Reads an answer as it comes and hangs up at the limit, whatever length it claims. */
async function readUpTo(response: Response, most: number): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early closes the connection.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    const fitting = chunk.subarray(0, most - size);
    chunks.push(fitting);
    size += fitting.length;
    if (fitting.length < chunk.length) return { bytes: Buffer.concat(chunks), whole: false };
  }
  return { bytes: Buffer.concat(chunks), whole: true };
}

function sentOn(status: number, target: URL | undefined): Exchange {
  const where = target ? `${target.origin}${target.pathname}` : "an address that is none";
  return {
    kind: "failed",
    what: `the server sends on to ${where} (status ${status}), and nothing was sent there`,
    next: "write that address if you trust it",
    again: "never",
  };
}

function tookTooLong(milliseconds: number): Exchange {
  return {
    kind: "failed",
    what: `there was no whole answer within ${milliseconds / 1000} s`,
    next: "allow more time, ask for less at once, or take a faster model",
    again: "once",
  };
}

/** Tells apart by system codes; messages of the network library may hold what was sent. */
function unreachable(error: unknown): Exchange {
  if (error instanceof HglError) throw error;
  const code = codeOf(error);
  const failed = (what: string, next: string, again: "never" | "once" | "always"): Exchange => ({
    kind: "failed",
    what,
    next,
    again,
  });
  if (code === undefined) return failed("the request cannot be sent", "check the address and its port", "never");
  if (code === "ECONNREFUSED")
    return failed("nothing answers at this address", "start the model's server, or check the port", "never");
  if (code === "ENOTFOUND") return failed("there is no such host", "check the address", "never");
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER|SIGNATURE/.test(code))
    return failed(`no secure connection could be made (${code})`, "check the server's certificate", "never");
  if (code.startsWith("HPE_"))
    return failed(`the answer is not HTTP (${code})`, "check the address and its port", "never");
  if (/TIMEOUT|TIMEDOUT|UNREACH/.test(code))
    return failed(`the host does not answer (${code})`, "check the address and the network", "once");
  return failed(`the connection was cut off (${code})`, "look at the server's log and try again", "always");
}

function codeOf(error: unknown): string | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const { code } = at as { code?: unknown };
    if (typeof code === "string" && /^[A-Z0-9_]+$/.test(code)) return code;
  }
  return undefined;
}
