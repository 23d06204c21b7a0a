// Makes the packages that people install: `npm run package [-- --target linux-x64 …]`, all platforms when none is named.
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pack } from "./vsix/pack.mjs";
import { TARGETS } from "./vsix/targets.mjs";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const { name, version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

function targets() {
  const { values, positionals } = parseArgs({
    options: { target: { type: "string", multiple: true } },
    allowPositionals: true,
  });
  const asked = [...(values.target ?? []), ...positionals];
  const unknown = asked.find((target) => !(target in TARGETS));
  if (unknown) throw new Error(`There is no package for ${unknown}; choose among ${Object.keys(TARGETS).join(", ")}.`);
  return asked.length > 0 ? asked : Object.keys(TARGETS);
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

try {
  for (const target of targets()) {
    const path = join(ROOT, "dist/vsix", `${name}-${version}-${target}.vsix`);
    const { bytes, nativeBytes, files } = await pack(target, path);
    console.log(
      `${relative(process.cwd(), path)}  ${megabytes(bytes)}, ${files} files, native code ${megabytes(nativeBytes)} unpacked`,
    );
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
