/** What makes sense for the extension host's Node alone: its debugger's preload, and the mark that makes Electron a Node. */
const EDITORS_OWN = ["NODE_OPTIONS", "VSCODE_INSPECTOR_OPTIONS", "ELECTRON_RUN_AS_NODE"];
/** A terminal's way to hand `hgl` a key. The editor has its own, and a process's environment can be read while it runs. */
const KEYS = ["HGL_API_KEY", "HGL_API_ORIGIN"];

/** The environment of a worker: the editor's, without what is not for it. */
export function workerEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !EDITORS_OWN.includes(name) && !KEYS.includes(name));
  return Object.fromEntries(others);
}
