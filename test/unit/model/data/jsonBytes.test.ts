import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { JsonBytes } from "../../../../src/model/data/jsonBytes";

const reader = (text: string): JsonBytes =>
  new JsonBytes(Buffer.from(text), (what) => {
    throw new Error(what);
  });

/** Everything the reader can read, as JSON.parse gives it. */
function whole(json: JsonBytes): unknown {
  switch (json.kind()) {
    case "list": {
      const items: unknown[] = [];
      json.list(() => items.push(whole(json)));
      return items;
    }
    case "object": {
      const found: [string, unknown][] = [];
      json.object((key) => found.push([key, whole(json)]));
      return Object.fromEntries(found);
    }
    case "string":
      return json.string();
    case "number":
      return json.number();
    default:
      return json.word();
  }
}

test("any JSON comes back as JSON.parse reads it, and is skipped to its end", () => {
  const spaces = fc.constantFrom(undefined, 2, "\t");
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: "small" }), spaces, (value, space) => {
      const text = JSON.stringify(value, null, space);
      const json = reader(text);
      assert.deepEqual(whole(json), JSON.parse(text));
      json.end();
      const skipped = reader(` ${text}\n`);
      skipped.skip();
      skipped.end();
    }),
  );
});

test("numbers are the nearest doubles, whichever way they are written", () => {
  const decimals = fc.tuple(fc.bigInt({ min: -(10n ** 22n), max: 10n ** 22n }), fc.nat(30)).map(([digits, places]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(places + 1, "0");
    const cut = text.length - places;
    return `${digits < 0n ? "-" : ""}${text.slice(0, cut)}${places > 0 ? `.${text.slice(cut)}` : ""}`;
  });
  fc.assert(
    fc.property(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }).map(String), decimals), (text) => {
      assert.equal(reader(text).number(), JSON.parse(text));
    }),
    { numRuns: 2000 },
  );
  assert.deepEqual(["NaN", "Infinity", "-Infinity", "1e999"].map((text) => reader(text).number()), [NaN, Infinity, -Infinity, Infinity]); // prettier-ignore
  assert.deepEqual([reader('"1"').number(), reader("null").number(), reader("1").word()], [undefined, undefined, undefined]); // prettier-ignore
});

test("what is no JSON is said with its byte", () => {
  const cases: [string, RegExp][] = [
    ["", /a value is missing at byte 0/],
    ["[1, 2", /, or \] is missing at byte 5/],
    ["[1,]", /a value is missing at byte 3/],
    ['{"a" 1}', /: is missing at byte 5/],
    ['{"a": 1,}', /a string in " is missing at byte 8/],
    ["{a: 1}", /a string in " is missing at byte 1/],
    ['"abc', /a string never ends/],
    ['"\\x"', /an escape that does not exist/],
    ['"\u0001"', /a control character/],
    ["01", /a number begins with 0/],
    ["1.", /ends at its point/],
    ["1e+", /an empty exponent/],
    ["-", /this is no value/],
    ["Nan", /this is no value/],
    ["nul", /a value is missing/],
    ["1 2", /something stands after its end at byte 2/],
    ["[".repeat(300), /nested too deeply/],
  ];
  for (const [text, message] of cases) {
    const json = reader(text);
    assert.throws(() => {
      json.skip();
      json.end();
    }, message);
  }
});

test("a value is shown in short", () => {
  assert.deepEqual(
    ['  "a b", 1', "NaN]", "[1, 2]", "nul}", ""].map((text) => reader(text).shown()),
    ['"a b"', "NaN", "[1", "nul", "nothing"],
  );
});
