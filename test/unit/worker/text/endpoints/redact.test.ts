import assert from "node:assert/strict";
import { test } from "node:test";
import { redactedValue, redactor, serverWords } from "../../../../../src/worker/text/endpoints/redact";
import { KEY } from "./fakeServer";

test("a secret is taken out however it is written, and nothing else", () => {
  const redact = redactor([KEY, "", "abc"]);
  const table: [string, string][] = [
    [`a ${KEY}b`, "a [key]b"],
    [KEY.toLowerCase() + KEY, "[key][key]"],
    [encodeURIComponent(KEY), "[key]"],
    [`${KEY.slice(0, 8)}****`, "[key]"],
    [`${KEY.slice(0, 9)}\u200b${KEY.slice(9)}`, "[key]"],
    ["abc, abcd, xabc", "[key], abcd, xabc"],
    ["nothing of it", "nothing of it"],
  ];
  for (const [text, left] of table) assert.equal(redact(text), left);
  assert.deepEqual(redactedValue({ a: [KEY, 1, null, { abc: true }] }, redact), { a: ["[key]", 1, null, { "[key]": true }] }); // prettier-ignore
});

test("a server's words are one short printable line", () => {
  const redact = redactor([KEY]);
  assert.equal(serverWords(`<p>Bad\n\n\u202ekey:</p> ${KEY}. .`, redact), "Bad key: [key]");
  const long = serverWords("word ".repeat(100), redact, 20);
  assert.equal(long, "word word word word…");
  assert.equal(serverWords("<".repeat(1e6), redact, 3), "<<…");
});
