import { relative } from "node:path";
import { inspect } from "node:util";

/** How a test in an editor tells that it needed another try (test/e2e/suite.ts). */
const SECOND_TRY = "passed at the second try:";

/**
 * One line a file, what passed only at the second try, the whole story of each failure, then Node's own closing lines ("# tests N", "# pass N", "# fail N").
 * Node hands the files' events over one file after the other, however many run at once.
 *
 * @param {AsyncIterable<{ type: string; data: any }>} source
 */
export default async function* reporter(source) {
  /** @type {Map<string, ReturnType<typeof newFile>>} */
  const files = new Map();
  const fileOf = (path) => files.get(path) ?? files.set(path, newFile()).get(path);
  const titles = [];
  const closing = [];
  let current;
  for await (const { type, data } of source) {
    if (type === "test:diagnostic" && data.nesting === 0 && /^\w+ [\d.]+$/.test(data.message))
      closing.push(data.message);
    if (type === "test:diagnostic" && data.message.startsWith(SECOND_TRY))
      fileOf(data.file ?? current).again.push(data.message);
    if (!data.file) continue;
    const file = fileOf(data.file);
    const wholeFile = data.nesting === 0 && data.name === data.file;
    if (type === "test:stdout" || type === "test:stderr") file.printed += data.message;
    if (type === "test:complete" && wholeFile) file.seconds = data.details.duration_ms / 1000;
    if (type === "test:start") {
      if (current !== data.file && current !== undefined) yield* summary(current, files.get(current));
      current = data.file;
      titles.length = data.nesting;
      titles[data.nesting] = data.name;
    }
    if (type === "test:pass" && data.details.type !== "suite") {
      if (data.skip === undefined) file.passed += 1;
      else file.skipped.push(`${data.name}${typeof data.skip === "string" && data.skip ? `: ${data.skip}` : ""}`);
    }
    if (type === "test:fail" && !isEcho(data.details.error)) {
      titles.length = data.nesting;
      const title = wholeFile ? "the file itself" : [...titles, data.name].join(" > ");
      file.failures.push({ title, line: data.line, error: data.details.error });
    }
  }
  if (current !== undefined) yield* summary(current, files.get(current));
  yield "\n";
  for (const line of closing) yield `# ${line}\n`;
  const again = [...files.values()].reduce((sum, file) => sum + file.again.length, 0);
  if (again > 0) yield `# second try ${again}\n`;
}

function newFile() {
  return { passed: 0, seconds: 0, skipped: [], again: [], failures: [], printed: "" };
}

/** A suite or parent that failed only because a child did: the child tells it. */
function isEcho(error) {
  return error?.failureType === "subtestsFailed";
}

function* summary(path, { passed, seconds, skipped, again, failures, printed }) {
  const name = relative(process.cwd(), path);
  const parts = [`${passed} passed`];
  if (skipped.length > 0) parts.push(`${skipped.length} skipped`);
  if (failures.length > 0) parts.push(`${failures.length} FAILED`);
  yield `${failures.length > 0 ? "✗" : "✓"} ${name} (${parts.join(", ")}, ${seconds.toFixed(1)} s)\n`;
  for (const message of again) yield `    ! ${message}\n`;
  for (const reason of skipped) yield `    skipped ${reason}\n`;
  for (const { title, line, error } of failures) {
    yield `    FAILED ${title}${line > 1 ? ` (${name}:${line})` : ""}\n${indented(story(error))}\n`;
  }
  if (failures.length > 0 && printed.trim() !== "") yield `    printed by the file:\n${indented(printed.trim())}\n`;
}

function story(error) {
  const cause = error?.cause ?? error;
  const text = typeof cause?.stack === "string" ? cause.stack : inspect(cause);
  const lines = text.split("\n").filter((line) => !/^\s+at .*(node:internal|node_modules\/tsx)/.test(line));
  return lines.slice(0, 60).join("\n");
}

function indented(text) {
  return text.replace(/^/gm, "      ");
}
