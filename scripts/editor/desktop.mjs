import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * Path of the `code` of a VS Code on this desktop, if there is one that can run an extension from its folder. The `code` of a remote terminal
 * cannot, and neither can that of Windows, called from its Linux subsystem.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function desktopEditor(env = process.env, platform = process.platform) {
  if (env.VSCODE_IPC_HOOK_CLI || env.WSL_DISTRO_NAME) return undefined;
  if (platform === "linux" && !env.DISPLAY && !env.WAYLAND_DISPLAY) return undefined;
  const name = platform === "win32" ? "code.cmd" : "code";
  return (env.PATH ?? env.Path ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Opens a file in a new window that runs the extension from its folder, so that nothing is installed into the user's editor.
 *
 * @returns {Promise<boolean>} false when the program could not be started or refused
 */
export async function openOnDesktop(program, { extension, folder, file }) {
  const args = ["--new-window", `--extensionDevelopmentPath=${extension.replace(/[\\/]$/, "")}`, folder, file];
  const windows = program.endsWith(".cmd");
  const [command, ...rest] = windows ? [`"${program}"`, ...args.map((arg) => `"${arg}"`)] : [program, ...args];
  const child = spawn(command, rest, { stdio: ["ignore", "ignore", "inherit"], shell: windows });
  return await new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("close", (code) => resolve(code === 0));
  });
}
