import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { packagesIn, thirdPartyNotices } from "../../../scripts/vsix/notices.mjs";

const metafile = (...paths: string[]) => ({
  outputs: { "dist/x.mjs": { inputs: Object.fromEntries(paths.map((path) => [path, { bytesInOutput: 9 }])) } },
});

/** A folder with packages: `name` to its files beside package.json. */
function installed(packages: Record<string, { about: object; files?: Record<string, string> }>): string {
  const root = mkdtempSync(join(tmpdir(), "hgl-notices-"));
  const all = {
    "onnxruntime-node": { about: { license: "MIT" } },
    "onnxruntime-common": { about: { license: "MIT" } },
  };
  for (const [name, { about, files = {} }] of Object.entries<(typeof packages)[string]>({ ...all, ...packages })) {
    const folder = join(root, "node_modules", name);
    mkdirSync(folder, { recursive: true });
    const version = "1.0.0";
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({ name: name.split("node_modules/").at(-1), version, ...about }),
    );
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }
  return root;
}

test("packages are found once, scoped and nested ones too; what left nothing in a bundle is not carried", () => {
  const dropped = { outputs: { x: { inputs: { "node_modules/gone/index.js": { bytesInOutput: 0 } } } } };
  const nested = "node_modules/@a/b/node_modules/c/lib/index.js";
  assert.deepEqual(
    packagesIn([metafile("src/main.ts", "node_modules/d/a.js", "node_modules/d/b.js", nested), dropped]),
    ["node_modules/@a/b/node_modules/c", "node_modules/d"],
  );
});

test("each licence is told in full; a missing text is another's of the same licence; none at all is refused", () => {
  const root = installed({
    whole: { about: { license: "Apache-2.0" }, files: { "LICENSE.md": "Apache, all of it\r\n", "readme.md": "no" } },
    bare: { about: { license: "Apache-2.0", author: { name: "Somebody" } } },
    silent: { about: {} },
  });
  try {
    const text = thirdPartyNotices([metafile("node_modules/whole/a.js", "node_modules/bare/a.js")], root, []);
    assert.match(text, /^ {2}bare 1\.0\.0 \(Apache-2\.0\)$/m);
    assert.match(text, /^Apache, all of it$/m);
    assert.match(text, /Apache-2\.0, Somebody\. The text stands under whole 1\.0\.0\./);
    assert.doesNotMatch(text, /\r|^no$/m);
    assert.throws(
      () => thirdPartyNotices([metafile("node_modules/silent/a.js")], root, []),
      /silent .* names no licence/,
    );
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("the build names every package that its bundles hold", () => {
  assert.ok(
    existsSync("dist/THIRD-PARTY-NOTICES.txt"),
    "dist/THIRD-PARTY-NOTICES.txt is not built: run npm run build first",
  );
  const text = readFileSync("dist/THIRD-PARTY-NOTICES.txt", "utf8");
  const metafiles = readdirSync("dist/meta").map(
    (name) => JSON.parse(readFileSync(join("dist/meta", name), "utf8")) as ReturnType<typeof metafile>,
  );
  const folders = packagesIn(metafiles);
  assert.ok(folders.length > 20);
  for (const folder of [...folders, "node_modules/onnxruntime-node"]) {
    const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
    assert.ok(text.includes(`\n${name} ${version}\n====`), `${name} ${version}`);
  }
});
