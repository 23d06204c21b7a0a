#!/usr/bin/env node
import { runCli } from "./cli/program";
import { processTerminal } from "./cli/terminal";

process.exitCode = await runCli(process.argv.slice(2), processTerminal());
