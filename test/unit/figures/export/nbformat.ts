import assert from "node:assert/strict";

export interface Notebook {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly id: string;
    readonly metadata: Record<string, unknown>;
    readonly source: unknown;
    readonly outputs?: readonly { readonly output_type: string; readonly data?: Record<string, unknown> }[];
  }[];
  readonly metadata: Record<string, unknown>;
}

type Fields = Record<string, unknown>;

/** Checks what nbformat's JSON schema of version 4.5 asks of a notebook with Markdown cells and code cells that display data. */
export function assertNotebook(value: unknown): asserts value is Notebook {
  const { nbformat, nbformat_minor, metadata, cells } = only(value, [
    "cells",
    "metadata",
    "nbformat",
    "nbformat_minor",
  ]);
  assert.equal(nbformat, 4);
  assert.ok((nbformat_minor as number) >= 5);
  const { language_info, kernelspec, title, orig_nbformat } = record(metadata);
  if (language_info !== undefined) assert.equal(typeof record(language_info)["name"], "string");
  assert.equal(kernelspec, undefined, "no kernel runs these cells");
  assert.equal(orig_nbformat, undefined);
  assert.equal(typeof title, "string");
  const ids = list(cells).map(cell);
  assert.equal(new Set(ids).size, ids.length, "ids are unique");
}

function cell(value: unknown): string {
  const { cell_type } = record(value);
  const own = { markdown: ["attachments"], code: ["outputs", "execution_count"] }[cell_type as "markdown" | "code"];
  assert.ok(own, `a cell of type ${String(cell_type)}`);
  const { id, metadata, source, outputs, execution_count } = only(value, [
    "id",
    "cell_type",
    "metadata",
    "source",
    ...own,
  ]);
  assert.match(id as string, /^[a-zA-Z0-9-_]{1,64}$/);
  record(metadata);
  multiline(source);
  if (cell_type !== "code") return id as string;
  assert.ok(execution_count === null || Number.isInteger(execution_count));
  for (const output of list(outputs)) {
    const display = only(output, ["output_type", "data", "metadata"]);
    assert.equal(display["output_type"], "display_data");
    record(display["metadata"]);
    // Types of JSON hold any value, all others text.
    for (const [type, data] of Object.entries(record(display["data"])))
      if (!/^application\/(.*\+)?json$/.test(type)) multiline(data);
  }
  return id as string;
}

function multiline(value: unknown): void {
  if (Array.isArray(value)) for (const line of value) assert.equal(typeof line, "string");
  else assert.equal(typeof value, "string");
}

function list(value: unknown): readonly unknown[] {
  assert.ok(Array.isArray(value));
  return value as unknown[];
}

function record(value: unknown): Fields {
  assert.ok(typeof value === "object" && value !== null && !Array.isArray(value));
  return value as Fields;
}

/** A record with no keys but these, and the schema's required ones among them. */
function only(value: unknown, keys: readonly string[]): Fields {
  const fields = record(value);
  assert.deepEqual(
    Object.keys(fields).filter((key) => !keys.includes(key)),
    [],
  );
  for (const key of keys) if (key !== "attachments") assert.ok(key in fields, `${key} is missing`);
  return fields;
}
