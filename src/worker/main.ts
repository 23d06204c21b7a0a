#!/usr/bin/env node
import { runCli } from "./cli/program";
import { processTerminal } from "./cli/terminal";
import { takeEnvironmentKeys } from "./text/environmentKeys";

const keyFor = takeEnvironmentKeys(process.env);
process.exitCode = await runCli(process.argv.slice(2), processTerminal(), keyFor);
