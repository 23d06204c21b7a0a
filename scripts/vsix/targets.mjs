const NATIVE = "node_modules/onnxruntime-node/bin/napi-v6";

/**
 * @typedef {object} Target
 * @property {"elf" | "pe" | "mach-o"} format of its native files
 * @property {"x64" | "arm64"} architecture
 * @property {string[]} files the native files a package for it carries, and no others
 */

/**
 * The platforms that ONNX Runtime has binaries for, by the names that the editor gives them. On Windows the three libraries beside onnxruntime.dll
 * are those of its graphics providers (DirectML, WebGPU), which it is linked to; the Linux files are the CPU's alone. macOS's package has the
 * library twice, and the binding loads the shorter name.
 *
 * @type {Record<string, Target>}
 */
export const TARGETS = {
  "linux-x64": target("elf", "linux", "x64", ["libonnxruntime.so.1"]),
  "linux-arm64": target("elf", "linux", "arm64", ["libonnxruntime.so.1"]),
  "win32-x64": target("pe", "win32", "x64", ["onnxruntime.dll", "DirectML.dll", "dxcompiler.dll", "dxil.dll"]),
  "win32-arm64": target("pe", "win32", "arm64", ["onnxruntime.dll", "DirectML.dll", "dxcompiler.dll", "dxil.dll"]),
  "darwin-arm64": target("mach-o", "darwin", "arm64", ["libonnxruntime.1.dylib"]),
};

function target(format, platform, architecture, libraries) {
  const names = ["onnxruntime_binding.node", ...libraries];
  return { format, architecture, files: names.map((name) => `${NATIVE}/${platform}/${architecture}/${name}`).sort() };
}

/** The target of this machine; undefined where there is none. */
export function targetHere() {
  const name = `${process.platform}-${process.arch}`;
  return name in TARGETS ? name : undefined;
}
