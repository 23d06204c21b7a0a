import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { Clock } from "../../../../../src/worker/text/endpoints/pace";

/** Fits no rule by chance, and holds what a regular expression could take amiss. */
export const KEY = "sk-test-7Qz$9(wK+f)r2LmX8";

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface FakeServer {
  /** Without a slash at its end. */
  readonly url: string;
  /** What was asked so far. */
  readonly asked: readonly Asked[];
}

/** Answers one request; `count` is 1 for the first. */
export type Reply = (response: ServerResponse, asked: Asked, count: number) => void;

/** A server on loopback that ends with the test. */
export async function fakeServer(t: TestContext, reply: Reply): Promise<FakeServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      const one = { path: request.url ?? "", headers: request.headers, body: text === "" ? null : JSON.parse(text) };
      asked.push(one);
      reply(response, one, asked.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

export function json(
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  text(response, JSON.stringify(value), status, headers);
}

export function text(response: ServerResponse, body: string, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

/** Promises more than it sends, and hangs up. */
export function cutOff(response: ServerResponse): void {
  response.writeHead(200, { "content-length": "1000" }).write('{"data": [');
  setTimeout(() => response.destroy(), 20);
}

/** Time that passes only by waiting. */
export function fakeClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  let now = Date.parse("2026-01-01T00:00:00Z");
  return {
    waits,
    now: () => now,
    wait: async (milliseconds, stop) => {
      stop.throwIfAborted();
      waits.push(milliseconds);
      now += milliseconds;
    },
    chance: () => 0.5,
  };
}

/** A chat endpoint's answer; `more` goes into the message and the choice alike. */
export const said = (content: unknown, more: object = {}, usage?: object) => ({
  choices: [{ message: { role: "assistant", content, ...more }, finish_reason: "stop", ...more }],
  ...(usage && { usage }),
});
