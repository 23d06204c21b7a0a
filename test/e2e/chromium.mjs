import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

const USUAL = {
  linux: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable"],
  darwin: [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
};

/** Path of a Chromium: the variable CHROMIUM, else one that is installed; undefined when there is none. */
export function findChromium(env = process.env) {
  if (env.CHROMIUM) return env.CHROMIUM;
  return (USUAL[process.platform] ?? []).find((path) => existsSync(path));
}

/**
 * A Chromium, installed from Debian's or Ubuntu's packages when there is none and this user may install packages without being asked.
 *
 * @param {(line: string) => void} say
 * @returns {string}
 * @throws a sentence that says what to do
 */
export function readyChromium(say) {
  const found = findChromium();
  if (found && existsSync(found)) return found;
  if (found) throw new Error(`The variable CHROMIUM names ${found}, which does not exist.`);
  for (const [command, ...front] of installers()) {
    say("Installing Chromium from the system's packages (apt-get), for the tests in an editor …");
    try {
      execFileSync(command, [...front, "update"], { stdio: "ignore" });
      const install = [...front, "install", "-y", "--no-install-recommends", "chromium"];
      execFileSync(command, install, { stdio: "ignore", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    } catch {
      continue;
    }
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new Error(
    "The tests in an editor need Chromium: install it (Debian, Ubuntu: apt-get install chromium), or name one by the variable CHROMIUM.",
  );
}

function installers() {
  if (process.platform !== "linux" || !existsSync("/usr/bin/apt-get")) return [];
  return process.getuid?.() === 0 ? [["apt-get"]] : existsSync("/usr/bin/sudo") ? [["sudo", "-n", "apt-get"]] : [];
}
