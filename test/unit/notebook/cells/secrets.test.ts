import assert from "node:assert/strict";
import { test } from "node:test";
import { secretRules } from "../../../../src/notebook/cells/secrets";
import { checkNotebook } from "../../../../src/notebook/check";

const KEY = "sk-proj-8ab3Kf02mQ";

test("keys that hold a secret and values that look like one are found, however deep", () => {
  const found: [unknown, string][] = [
    [{ apiKey: KEY }, "apiKey"],
    [{ "api-key": "x" }, "api-key"],
    [{ API_KEY: 12345 }, "API_KEY"],
    [{ token: "abc" }, "token"],
    [{ key: ["a"] }, "key"],
    [{ describe: { headers: { Authorization: "anything" } } }, "describe,headers,Authorization"],
    [{ model: KEY }, "model"],
    [{ model: ` ${KEY} ` }, "model"],
    [{ prompt: "Bearer abc.def" }, "prompt"],
    [{ prompt: ["ok", "bearer  abc"] }, "prompt,1"],
    [{ endpoint: "https://me:word@host/v1" }, "endpoint"],
    [{ endpoint: "https://host/v1?api_key=abc" }, "endpoint"],
    [{ endpoint: "http://host/v1?a=1&key=abc#x" }, "endpoint"],
    [{ encoder: "hf_abcdefghijklmnopqrst" }, "encoder"],
  ];
  for (const [value, path] of found)
    assert.deepEqual(
      secretRules(value).map((rule) => rule.path.join()),
      [path],
      JSON.stringify(value),
    );
});

test("what cells say otherwise is no secret", () => {
  const honest: unknown[] = [
    { source: "ui-prmd", window: 64, split: { by: "subject", test: [1, 2] } },
    { source: "sk-data/clips.hgl-clips", keys: 3, tokens: 12, keypoints: "coco" },
    { prompt: "Tell of the bearer of the load. A bearer carries a key: sk-" },
    { endpoint: "https://api.example.com:8080/v1?version=2" },
    { endpoint: "http://[::1]:11434/api" },
    { key: null, token: "", apiKey: false },
    null,
    "words",
  ];
  for (const value of honest) assert.deepEqual(secretRules(value), [], JSON.stringify(value));
});

test("a cell with a key in it is refused at the place of the key, and no sentence holds the key", () => {
  const cell = (lines: string, front = "") =>
    `---\nhgl: 1\n${front}---\n\`\`\`hgl data #d\nsource: ui-prmd\n${lines}\n\`\`\`\n`;
  for (const [text, at] of [
    [cell(`apiKey: ${KEY}`), "apiKey"],
    [cell(`stream: ${KEY}`), "stream"],
    [cell(`split: { by: ${KEY} }`), "by"],
    [cell("", `defaults:\n  data: { stream: ${KEY} }\n`), "stream"],
  ] as const) {
    const problems = checkNotebook(text);
    const [secret] = problems.filter(({ code }) => code === "secret");
    assert.ok(secret, text);
    assert.equal(text.slice(secret.offset, secret.offset + secret.length), at);
    assert.equal(secret.severity, "error");
    assert.match(secret.message, /looks like an API key, which a notebook must not hold.*; remove it/);
    assert.ok(!JSON.stringify(problems).includes(KEY));
  }
});
