import assert from "node:assert/strict";
import { test } from "node:test";
import { Keyring } from "../../../../src/extension/models/keyring";
import { FakeMemory, FakeSecrets } from "./memories";

const A = "https://a.example";
const B = "http://b.example:8080";

test("a key is in the secret storage alone, and whose it is can be listed", async () => {
  const [secrets, memory] = [new FakeSecrets(), new FakeMemory()];
  const keyring = new Keyring(secrets, memory);
  assert.deepEqual([keyring.origins(), await keyring.keyOf(A)], [[], null]);
  await keyring.keep(B, "key-of-b");
  await keyring.keep(A, "key-of-a");
  assert.deepEqual(keyring.origins(), [B, A], "in the order of the alphabet");
  assert.equal((await keyring.keyOf(A))!.key, "key-of-a");
  assert.equal((await keyring.keyOf(B))!.key, "key-of-b");
  assert.ok(![...memory.values.values()].join().includes("key-of"));
  await keyring.forget(B);
  assert.deepEqual([keyring.origins(), await keyring.keyOf(B), secrets.values.size], [[A], null, 1]);
});

test("a key that takes another's place is another one", async () => {
  const keyring = new Keyring(new FakeSecrets(), new FakeMemory());
  await keyring.keep(A, "first");
  const first = await keyring.keyOf(A);
  await keyring.keep(A, "second");
  const second = await keyring.keyOf(A);
  assert.equal(second!.key, "second");
  assert.notEqual(second!.id, first!.id);
  assert.deepEqual(keyring.origins(), [A]);
});

test("what another program has left in the storage is no key", async () => {
  const [secrets, memory] = [new FakeSecrets(), new FakeMemory()];
  const keyring = new Keyring(secrets, memory);
  await keyring.keep(A, "x");
  const [name] = [...secrets.values.keys()];
  for (const strange of ["", "{", "null", '"x"', '{"id":"1"}']) {
    secrets.values.set(name!, strange);
    assert.equal(await keyring.keyOf(A), null, strange);
  }
  await memory.update("hocslm.keyOrigins", { a: 1 });
  assert.deepEqual(keyring.origins(), []);
});
