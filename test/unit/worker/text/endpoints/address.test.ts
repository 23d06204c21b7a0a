import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, mayCarryKey } from "../../../../../src/worker/text/endpoints/address";

test("an address is shown without its query, and what lies under it keeps it", () => {
  const table: [string, string, string][] = [
    ["https://a.example/v1", "https://a.example/v1", "https://a.example/v1/embeddings"],
    ["https://A.example:443/v1//?k=1#x", "https://a.example/v1", "https://a.example/v1/embeddings?k=1"],
    ["http://localhost:11434", "http://localhost:11434", "http://localhost:11434/embeddings"],
    ["https://a.example/v1/embeddings", "https://a.example/v1/embeddings", "https://a.example/v1/embeddings"],
  ];
  for (const [text, shown, under] of table) {
    const address = addressOf(text);
    assert.equal(address.shown, shown);
    assert.equal(address.under("/embeddings").href, under);
  }
});

test("a key goes by https, or stays on this machine", () => {
  for (const url of ["https://a.example", "http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"])
    mayCarryKey(addressOf(url));
  for (const url of ["http://a.example", "http://10.0.0.1:11434", "http://localhost.a.example"])
    assert.throws(() => mayCarryKey(addressOf(url)), /plain http would show it to everyone on the way; use https/);
});
