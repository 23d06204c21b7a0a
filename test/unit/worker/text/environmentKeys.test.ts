import assert from "node:assert/strict";
import { test } from "node:test";
import { takeEnvironmentKeys } from "../../../../src/worker/text/environmentKeys";

test("the key goes to the origin that the environment names, and no process started from here inherits it", async () => {
  const env: Record<string, string | undefined> = {
    HOME: "/home/a",
    HGL_API_KEY: " the-key ",
    HGL_API_ORIGIN: "https://api.example.com/v1",
  };
  const keyFor = takeEnvironmentKeys(env);
  assert.deepEqual(env, { HOME: "/home/a" });
  assert.equal(await keyFor("https://api.example.com/v1/chat/completions"), "the-key");
  for (const other of ["http://api.example.com", "https://api.example.com:8443", "https://example.com"])
    assert.equal(await keyFor(other), null, other);
});

test("without a key nothing is asked for, and without its origin it goes nowhere", async () => {
  assert.equal(await takeEnvironmentKeys({})("https://a.example"), null);
  assert.equal(await takeEnvironmentKeys({ HGL_API_ORIGIN: "nonsense" })("https://a.example"), null);
  for (const HGL_API_ORIGIN of [undefined, "", "api.example.com", "mailto:a@b"]) {
    const keyFor = takeEnvironmentKeys({ HGL_API_KEY: "the-key", HGL_API_ORIGIN });
    await assert.rejects(keyFor("https://a.example/v1"), (error: Error) => {
      assert.match(error.message, /^HGL_API_ORIGIN: .*; set it to .* such as https:\/\/a\.example\.$/);
      assert.ok(!error.message.includes("the-key"));
      return true;
    });
  }
});
