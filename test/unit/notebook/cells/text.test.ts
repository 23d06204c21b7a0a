import assert from "node:assert/strict";
import { test } from "node:test";
import { completeText, textRules, textSchema } from "../../../../src/notebook/cells/text";

const cell = (written: object) => textSchema.parse({ data: "ucla", ...written });

test("the level follows from where descriptions come from", () => {
  const level = (source: string) => completeText(cell({ source })).level;
  assert.deepEqual(["bank", "names", "own.json", "clips.jsonl", "clips.ndjson", "video"].map(level), [
    "class",
    "class",
    "class",
    "clip",
    "clip",
    "clip",
  ]);
});

test("an encoder is what its name looks like", () => {
  const encoder = (written: object) => completeText(cell(written)).encoder;
  assert.deepEqual(encoder({}), { kind: "embedded" });
  assert.deepEqual(encoder({ encoder: "models/minilm" }), { kind: "onnx", folder: "models/minilm", pooling: "auto" });
  assert.deepEqual(encoder({ encoder: "http://127.0.0.1:11434", api: "ollama", model: "nomic-embed-text" }), {
    kind: "ollama",
    url: "http://127.0.0.1:11434",
    model: "nomic-embed-text",
  });
});

test("what does not go together is named at its key", () => {
  const told = (written: object) =>
    textRules(cell(written), new Set(Object.keys(written))).map(({ path, finding }) => [path.join("."), finding.code]);
  const cases: [object, [string, string][]][] = [
    [{}, []],
    [{ source: "names", centre: false }, []],
    [{ source: "bnak" }, [["source", "bad-value"]]],
    [{ source: "toString" }, [["source", "bad-value"]]],
    [{ source: "video" }, [["source", "missing-key"]]],
    [{ source: "video", video: { folder: "rgb" } }, []],
    [{ video: { folder: "rgb" } }, [["video", "no-effect"]]],
    [{ encoder: "https://example.org/v1" }, [["encoder", "missing-key"]]],
    [{ encoder: "https://example.org/v1", model: "m", pooling: "mean" }, [["pooling", "no-effect"]]],
    [{ api: "ollama", model: "m" }, [["api", "no-effect"], ["model", "no-effect"]]], // prettier-ignore
  ];
  for (const [written, expected] of cases) assert.deepEqual(told(written), expected, JSON.stringify(written));
});
