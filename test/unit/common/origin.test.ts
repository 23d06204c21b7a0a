import assert from "node:assert/strict";
import { test } from "node:test";
import { isPrivate, originOf } from "../../../src/common/origin";

test("an endpoint belongs to scheme, host and port; only what stays here or is encrypted is private", () => {
  const origins: [string, string | null][] = [
    ["https://API.Example.com/v1/chat?x=1", "https://api.example.com"],
    ["https://api.example.com:443/", "https://api.example.com"],
    ["http://localhost:11434/api", "http://localhost:11434"],
    ["https://a.example@b.example/v1", "https://b.example"],
    ["ftp://a.example", null],
    ["javascript:alert(1)", null],
    ["api.example.com", null],
    ["", null],
  ];
  for (const [endpoint, origin] of origins) assert.equal(originOf(endpoint), origin, endpoint);
  for (const origin of ["https://a.example", "http://127.0.0.1:8080", "http://localhost", "http://[::1]:1"])
    assert.ok(isPrivate(origin), origin);
  for (const origin of [
    "http://a.example",
    "http://127.0.0.1.a.example",
    "http://10.0.0.1",
    "http://localhost.a.example",
  ])
    assert.ok(!isPrivate(origin), origin);
});
