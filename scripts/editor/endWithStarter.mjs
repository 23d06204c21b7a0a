// Loaded into the editor's server: it ends when whoever started it is gone, however that ended, so that no open server is left behind.
if (process.env.CODE_SERVER_PARENT_PID === undefined && process.send)
  process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
