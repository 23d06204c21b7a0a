import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, string>;
const BUNDLE = "l10n/bundle.l10n.json";
const LOCALES = ["zh-cn"];

/** A call of the translation function, `vscode.l10n.t` or whatever is handed on as `t`. */
interface Call {
  readonly place: string;
  /** Null where it is no literal, which nobody could translate. */
  readonly message: string | null;
  readonly values: number;
}

function callsIn(name: string): Call[] {
  const source = ts.createSourceFile(
    name,
    readFileSync(join(root, "src/extension", name), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const calls: Call[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isT(node.expression)) {
      const [message, ...values] = node.arguments;
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      calls.push({
        place: `${name}:${line + 1}`,
        message: message && ts.isStringLiteralLike(message) ? message.text : null,
        values: values.length,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return calls;
}

function isT(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === "t";
  return ts.isPropertyAccessExpression(callee) && callee.name.text === "t";
}

const calls = readdirSync(join(root, "src/extension"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .sort()
  .flatMap(callsIn);
const messages = [...new Set(calls.flatMap(({ message }) => message ?? []))].sort();

/** The placeholders of a message, each once. */
function placeholders(text: string): string[] {
  return [...new Set(text.match(/\{\d+\}/g))].sort();
}

/** What must survive translation besides placeholders: links, settings in backticks, names of ours. */
function fixed(text: string): string[] {
  return (text.match(/\(command:[^)]+\)|`[^`]+`/g) ?? []).sort();
}

test("every text of the extension is a literal, with a value for each of its places", () => {
  assert.ok(calls.length > 50);
  for (const { place, message, values } of calls) {
    assert.ok(message !== null && message !== "", place);
    const places = placeholders(message);
    assert.deepEqual(
      places,
      places.map((_, index) => `{${index}}`),
      place,
    );
    assert.equal(values, places.length, place);
  }
});

test("the bundle holds every text of the extension and no other", () => {
  if (process.env["UPDATE_L10N"]) {
    const bundle = Object.fromEntries(messages.map((message) => [message, message]));
    writeFileSync(join(root, BUNDLE), `${JSON.stringify(bundle, null, 2)}\n`);
  }
  const bundle = read(BUNDLE);
  assert.deepEqual(
    Object.keys(bundle).sort(),
    messages,
    "run this test with UPDATE_L10N=1, then translate what is new",
  );
  for (const [key, text] of Object.entries(bundle)) assert.equal(text, key);
});

for (const locale of LOCALES) {
  for (const [original, translated] of [
    ["package.nls.json", `package.nls.${locale}.json`],
    [BUNDLE, `l10n/bundle.l10n.${locale}.json`],
  ] as const) {
    test(`${translated} is complete, and keeps placeholders and links`, () => {
      const from = read(original);
      const to = read(translated);
      assert.deepEqual(Object.keys(to).sort(), Object.keys(from).sort());
      for (const [key, text] of Object.entries(from)) {
        assert.deepEqual(placeholders(to[key]!), placeholders(text), key);
        assert.deepEqual(fixed(to[key]!), fixed(text), key);
        assert.notEqual(to[key]!.trim(), "", key);
        // Buttons of a welcome view are lines of their own.
        assert.equal(to[key]!.split("\n").length, text.split("\n").length, key);
      }
    });
  }
}
