import assert from "node:assert/strict";
import { test } from "node:test";
import { Redrawing } from "../../../../src/renderers/frame/redrawing";
import { Scope } from "../../../../src/renderers/frame/scope";

/** A drawing that ends when it is told to. */
function slow(scope: Scope) {
  const ends: (() => void)[] = [];
  const redrawing = new Redrawing(scope, () => new Promise<void>((done) => ends.push(done)));
  const finish = async (): Promise<void> => {
    ends.at(-1)!();
    await new Promise((later) => setTimeout(later));
  };
  return { redrawing, finish, begun: () => ends.length };
}

test("however often it is asked for meanwhile, it is drawn once more, and never twice at once", async () => {
  const { redrawing, finish, begun } = slow(new Scope(() => {}));
  for (let i = 0; i < 5; i++) redrawing.ask();
  assert.equal(begun(), 1);
  await finish();
  assert.equal(begun(), 2);
  await finish();
  assert.equal(begun(), 2, "nobody has asked since");
  redrawing.ask();
  assert.equal(begun(), 3);
});

test("a view that has ended is not drawn again", async () => {
  const scope = new Scope(() => {});
  const { redrawing, finish, begun } = slow(scope);
  redrawing.ask();
  redrawing.ask();
  scope.end();
  await finish();
  assert.equal(begun(), 1);
});

test("a drawing that fails ends the view with its reason, and can be asked for again", async () => {
  const told: unknown[] = [];
  let fails = true;
  const redrawing = new Redrawing(new Scope((error) => told.push(error)), () =>
    fails ? Promise.reject(new Error("no canvas")) : Promise.resolve(),
  );
  redrawing.ask();
  await new Promise((later) => setTimeout(later));
  assert.match(String(told[0]), /no canvas/);
  fails = false;
  redrawing.ask();
  await new Promise((later) => setTimeout(later));
  assert.equal(told.length, 1);
});
