// A worker that answers as the environment variable FAKE says; started like the real one, `node fakeWorker.mjs serve [--read-only]`.
import rpc from "vscode-jsonrpc/node.js";
import { setTimeout } from "node:timers";

const fake = process.env.FAKE ?? "good";
if (fake === "dies-at-once") {
  console.error("this Node is not good enough");
  process.exit(9);
}
const { createMessageConnection, StreamMessageReader, StreamMessageWriter, ResponseError } = rpc;
const connection = createMessageConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
connection.onRequest("hello", ({ version }) => {
  if (fake === "refuses")
    return new ResponseError(-32001, "refused", {
      code: "usage",
      what: "the worker speaks version 0",
      next: "reload the window",
    });
  if (fake === "silent") return new Promise(() => {});
  connection.sendNotification("vital", { rss: 123_000_000 });
  const readOnly = process.argv.includes("--read-only");
  return {
    pid: process.pid,
    node: process.version,
    version: fake === "older" ? "0.0.1" : version,
    readOnly,
    backend: "cpu, 2 threads",
  };
});
connection.onRequest("devices", () => ({ devices: [] }));
connection.onRequest(
  "restore",
  () =>
    new ResponseError(-32001, "refused", {
      code: "notebook",
      what: "a `?` stands there",
      where: "line 3",
      next: "take it out",
    }),
);
connection.onRequest("runs", () => {
  throw new Error("undefined is not a function");
});
connection.onRequest("history", () => {
  console.error("about to\nfall over");
  setTimeout(() => process.kill(process.pid, "SIGKILL"), 20);
  return new Promise(() => {});
});
connection.onRequest("exportFile", () => new Promise(() => {}));
connection.listen();
process.stdin.on("end", () => process.exit(0));
