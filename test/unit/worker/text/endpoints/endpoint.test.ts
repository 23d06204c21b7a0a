import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { HglError } from "../../../../../src/common/errors";
import { Endpoint, type EndpointOptions } from "../../../../../src/worker/text/endpoints/endpoint";
import { cutOff, fakeClock, fakeServer, json, KEY, text, type Reply } from "./fakeServer";

const going = new AbortController().signal;

async function endpointTo(t: TestContext, reply: Reply, options: Partial<EndpointOptions> = {}, path = "/v1") {
  const server = await fakeServer(t, reply);
  const clock = fakeClock();
  const endpoint = new Endpoint({ url: `${server.url}${path}`, key: () => Promise.resolve(KEY), clock, ...options });
  t.after(() => endpoint.close());
  return { ...server, clock, endpoint, post: (stop = going) => endpoint.post("/x", { a: 1 }, stop) };
}

/** The error's sentence, after a look that it is one and shows no key. */
async function failure(work: Promise<unknown>, code = "network"): Promise<string> {
  const error = await work.then(() => assert.fail("nothing was thrown"), (thrown: unknown) => thrown); // prettier-ignore
  assert.ok(error instanceof HglError, String(error));
  assert.equal(error.code, code);
  const all = `${error.message} ${error.stack} ${JSON.stringify(error.facts)}`;
  for (const part of [KEY, KEY.slice(0, 8), KEY.slice(-8)]) assert.ok(!all.includes(part), all);
  assert.equal(error.cause, undefined);
  return error.message;
}

test("a request carries its JSON and the key kept for the origin", async (t) => {
  const origins: string[] = [];
  const key = async (origin: string) => (origins.push(origin), KEY);
  const { url, asked, post } = await endpointTo(t, (r) => json(r, { b: 2 }), { key }, "/v1/?version=3");
  assert.deepEqual(await post(), { b: 2 });
  assert.deepEqual([asked[0]!.path, asked[0]!.body], ["/v1/x?version=3", { a: 1 }]);
  assert.equal(asked[0]!.headers.authorization, `Bearer ${KEY}`);
  assert.deepEqual(origins, [url]);
});

test("where no key is kept none is sent", async (t) => {
  const { asked, post } = await endpointTo(t, (r) => json(r, 1), { key: () => Promise.resolve(null) });
  await post();
  assert.equal(asked[0]!.headers.authorization, undefined);
});

test("an address that cannot be used is refused before anything is sent", async () => {
  const make = (url: string) => new Endpoint({ url, key: () => Promise.resolve(KEY) }).post("/x", {}, going);
  const bad: [string, RegExp, string?][] = [
    ["nonsense?key=hidden-value-123", /^"nonsense" is no address of an endpoint; write one that begins with https/, "cell"],
    ["ftp://me:secret@host/v1", /^"ftp:\/\/host\/v1" is no address/, "cell"],
    ["https://me:secret@host/v1", /^https:\/\/host\/v1: a name or password stands in the address; take it out/],
    ["http://example.org/v1?token=hidden-value-123", /^http:\/\/example\.org\/v1: a key is kept .* plain http would show it .*; use https/],
    ["http://127.0.0.1.example.org/v1", /plain http would show it/],
  ]; // prettier-ignore
  for (const [url, says, code] of bad) {
    const said = await failure((async () => make(url))(), code);
    assert.match(said, says);
    assert.doesNotMatch(said, /hidden-value|secret/);
  }
});

test("a key that no header can hold is refused without being shown", async (t) => {
  const { post, asked } = await endpointTo(t, (r) => json(r, 1), { key: () => Promise.resolve(`${KEY}\n${KEY}`) });
  assert.match(await failure(post()), /holds a character that no key has; keep the key again/);
  assert.equal(asked.length, 0);
});

test("what the server says is shown without the key, however it writes it", async (t) => {
  const masked = `${KEY.slice(0, 9)}*****`;
  const encoded = `${encodeURIComponent(KEY)} ${Buffer.from(KEY).toString("base64")} ${KEY.toUpperCase()}`;
  const split = `${KEY.slice(0, 10)}\u200b${KEY.slice(10)}`;
  const said = { error: { message: `<b>Incorrect</b> key ${KEY}, ${masked}, ${encoded}\u0007 ${split}.` } };
  for (const status of [400, 401, 403]) {
    const { post } = await endpointTo(t, (r) => json(r, said, status));
    const sentence = await failure(post());
    assert.match(sentence, new RegExp(`the server answered ${status} \\("Incorrect key \\[key\\], \\[key\\], `));
    assert.doesNotMatch(sentence, new RegExp(encodeURIComponent(KEY).replace(/[*+?.()$]/g, "\\$&"), "i"));
  }
});

test("each refusal has its next step", async (t) => {
  const none = { key: () => Promise.resolve(null) };
  const table: [number, unknown, Partial<EndpointOptions>, RegExp][] = [
    [401, { error: "bad key" }, {}, /answered 401 \("bad key"\); check the key kept for http:\/\/127/],
    [401, {}, none, /answered 401 \("\{\}"\); keep a key for http:\/\/127\S+: none was sent/],
    [404, { error: 'model "m" not found' }, {}, /\("model "m" not found"\); check the address and the model's name/],
    [413, { detail: "too large" }, {}, /\("too large"\); ask for less at once/],
    [429, { error: { message: "no money", code: "insufficient_quota" } }, {}, /answered 429 \("no money"\)/],
    [501, "", {}, /answered 501/],
  ];
  for (const [status, body, options, says] of table) {
    const { post, asked } = await endpointTo(t, (r) => json(r, body, status), options);
    assert.match(await failure(post()), says);
    assert.equal(asked.length, 1, "another try would not have helped");
  }
});

test("a busy server is asked again, later each time", async (t) => {
  const waited: string[] = [];
  const onWait = (seconds: number, why: string) => void waited.push(`${seconds} s: ${why}`);
  const { post, clock, asked } = await endpointTo(t, (r, _, n) => json(r, n, n < 4 ? 503 : 200), { onWait });
  assert.equal(await post(), 4);
  assert.equal(asked.length, 4);
  assert.deepEqual(clock.waits, [375, 750, 1500]);
  assert.equal(waited[0], "0.375 s: the server answered 503");
});

test("a server that stays busy is given up", async (t) => {
  const { post, asked } = await endpointTo(t, (r) => text(r, "overloaded", 500), { tries: 3 });
  assert.match(await failure(post()), /answered 500, 3 times \("overloaded"\); look at the server's log/);
  assert.equal(asked.length, 3);
});

test("the server says how long to wait: in seconds, by date, or too long", async (t) => {
  const limited = (header: string): Reply => (r, _, n) => json(r, n, n === 1 ? 429 : 200, { "retry-after": header }); // prettier-ignore
  for (const [header, wait] of [["7", 7000], ["Thu, 01 Jan 2026 00:00:09 GMT", 9000]] as const) {
    const { post, clock } = await endpointTo(t, limited(header));
    assert.equal(await post(), 2);
    assert.deepEqual(clock.waits, [wait]);
  } // prettier-ignore
  const { post, clock } = await endpointTo(t, limited("3600"));
  assert.match(await failure(post()), /answered 429 and asks to wait 3600 s; run again then/);
  assert.deepEqual(clock.waits, []);
});

test("an answer that is cut off half way is asked for again", async (t) => {
  const once = await endpointTo(t, (r, _, n) => (n === 1 ? cutOff(r) : json(r, "whole")));
  assert.equal(await once.post(), "whole");
  const always = await endpointTo(t, cutOff, { tries: 2 });
  assert.match(await failure(always.post()), /the connection was cut off \(\w+\), 2 times; look at the server's log/);
  const reset = await endpointTo(t, (r, _, n) => (n === 1 ? r.destroy() : json(r, "there")));
  assert.equal(await reset.post(), "there");
});

test("an answer that is no JSON is named", async (t) => {
  const table: [string, RegExp][] = [
    ['{"data": [NaN]}', /not JSON \(it holds NaN\)/],
    ["<html>hello</html>", /not JSON \(it begins "hello"\)/],
    ["", /not JSON \(it is empty\)/],
    [`no ${KEY}`, /not JSON \(it begins "no \[key\]"\)/],
  ];
  for (const [body, says] of table)
    assert.match(await failure((await endpointTo(t, (r) => text(r, body))).post()), says);
});

test("a huge answer is cut off where the limit is", async (t) => {
  const piece = " ".repeat(2 ** 16);
  let sent = 0;
  const endless: Reply = (r) => {
    const more = (): void => {
      while (!r.destroyed && r.write(piece)) sent += piece.length;
      sent += piece.length;
    };
    r.on("drain", more);
    more();
  };
  const { post } = await endpointTo(t, endless, { mostBytes: 2 ** 18 });
  assert.match(await failure(post()), /the answer is longer than 262144 bytes and was cut off/);
  assert.ok(sent < 2 ** 26, `${sent} bytes were taken`);
});

test("a slow server is left after the time allowed, and asked once more", async (t) => {
  const { post, asked } = await endpointTo(t, () => {}, { timeoutSeconds: 0.05 });
  assert.match(await failure(post()), /no whole answer within 0\.05 s, 2 times; allow more time/);
  assert.equal(asked.length, 2);
});

test("neither key nor body follow to another origin", async (t) => {
  const thief = await fakeServer(t, (r) => json(r, "mine"));
  for (const status of [301, 302, 307, 308]) {
    const { post } = await endpointTo(t, (r) => json(r, {}, status, { location: `${thief.url}/v1/x?${KEY}` }));
    assert.match(
      await failure(post()),
      new RegExp(`sends on to ${thief.url}/v1/x \\(status ${status}\\), and nothing`),
    );
  }
  assert.equal(thief.asked.length, 0);
});

test("the server's own redirects are followed, but not for ever", async (t) => {
  const moved = await endpointTo(t, (r, { path }) => (path === "/v1/x" ? json(r, {}, 308, { location: "/new" }) : json(r, path))); // prettier-ignore
  assert.equal(await moved.post(), "/new");
  assert.deepEqual(moved.asked[1]!.body, { a: 1 });
  const circle = await endpointTo(t, (r) => json(r, {}, 307, { location: "/v1/x" }));
  assert.match(await failure(circle.post()), /sends on more than 3 times/);
});

test("where nothing listens one sentence says so, at once", async (t) => {
  const { url, asked } = await fakeServer(t, (r) => json(r, 1));
  const endpoint = new Endpoint({ url: url.replace(/:\d+$/, ":1"), key: () => Promise.resolve(null) });
  assert.match(
    await failure(endpoint.post("/x", {}, going)),
    /the request cannot be sent|nothing answers at this address/,
  );
  assert.equal(asked.length, 0);
});

test("a stop is heard while waiting: for the key, a place, the server, the next try", async (t) => {
  const never = new Promise<null>(() => {});
  const table: [string, Reply, Partial<EndpointOptions>][] = [
    ["key", (r) => json(r, 1), { key: () => never }],
    ["server", () => {}, {}],
    ["body", (r) => void r.writeHead(200).write("["), {}],
    ["next try", (r) => json(r, 1, 503), { clock: { ...fakeClock(), wait: hang } }],
    ["place", () => {}, { atOnce: 1 }],
  ];
  for (const [name, reply, options] of table) {
    const { endpoint } = await endpointTo(t, reply, options);
    const stop = new AbortController();
    const works = [1, 2].map(() => endpoint.post("/x", {}, stop.signal));
    setTimeout(() => stop.abort(), 40);
    for (const work of works)
      assert.match(await failure(work, "interrupted"), /waiting for the endpoint was stopped/, name);
  }
});

test("no more than two requests are under way at once, and so many a minute", async (t) => {
  let [now, most] = [0, 0];
  const slow: Reply = (r) => {
    most = Math.max(most, ++now);
    setTimeout(() => (now--, json(r, 1)), 15);
  };
  const { post, clock } = await endpointTo(t, slow, { perMinute: 30 });
  await Promise.all([1, 2, 3, 4, 5].map(() => post()));
  assert.equal(most, 2);
  assert.equal(clock.waits.reduce((sum, wait) => sum + wait, 0), 4 * 2000); // prettier-ignore
});

test("lists nested without end are cut, and nothing overflows", async (t) => {
  const { post } = await endpointTo(t, (r) => text(r, "[".repeat(1e5) + "]".repeat(1e5)));
  assert.ok(JSON.stringify(await post()).length < 200);
});

test("a key in a good answer does not come through", async (t) => {
  const { post } = await endpointTo(t, (r) => json(r, { says: [`your key is ${KEY}`], [KEY]: 1 }));
  assert.deepEqual(await post(), { says: ["your key is [key]"], "[key]": 1 });
});

function hang(_: number, stop: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => stop.addEventListener("abort", () => reject(new Error("stopped"))));
}
