import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { RENDERER_FRAME, ROOMS } from "./rooms.mjs";

const DOM_GLOBALS = [
  "window",
  "self",
  "document",
  "navigator",
  "location",
  "localStorage",
  "sessionStorage",
  "indexedDB",
  "HTMLElement",
  "XMLHttpRequest",
  "requestAnimationFrame",
  "getComputedStyle",
];
const NODE_GLOBALS = ["process", "Buffer", "require", "module", "exports", "global", "__dirname", "__filename"];

const SCRIPT_GLOBALS = [
  "AbortController",
  "console",
  "fetch",
  "process",
  "setInterval",
  "TextDecoder",
  "URL",
  "URLSearchParams",
];

function readonly(names) {
  return Object.fromEntries(names.map((name) => [name, "readonly"]));
}

/**
 * `^(?!…)` patterns: whatever a room's row does not name is an error. `depth` counts a file's folders below its room's, since a folder of
 * a room may have another room's name.
 */
function importZone(name, room, depth) {
  const patterns = [];
  const out = `^(\\.\\./){${depth + 1},}(src/)?`;
  const shut = Object.keys(ROOMS).filter((other) => other !== name && !room.rooms.includes(other));
  const typesOf = room.typesOf ?? [];
  const closed = shut.filter((other) => !typesOf.includes(other));
  const message = `${name} may import ${[...room.rooms, ...typesOf.map((other) => `types of ${other}`)].join(", ") || "no room"}; see docs/architecture.md.`;
  if (closed.length > 0) patterns.push({ regex: `${out}(${closed.join("|")})(/|$)`, message });
  if (typesOf.length > 0)
    patterns.push({ regex: `${out}(${typesOf.join("|")})(/|$)`, message, allowTypeImports: true });
  // A renderer's folder is a room of its own.
  if (name === "renderers" && depth > 0)
    patterns.push({
      regex: `^(\\.\\./){${depth}}(?!\\.\\./|${RENDERER_FRAME}/)`,
      message: "A renderer imports its own folder, the frame and common, never another renderer.",
    });
  const packages = [
    ...room.packages.map((p) => `${escape(p)}(/|$)`),
    ...(room.node ? ["node:"] : []),
    ...(room.vscode ? ["vscode$"] : []),
  ];
  patterns.push({
    regex: packages.length > 0 ? `^(?!\\.|${packages.join("|")})` : "^(?!\\.)",
    message: `${name} may import only ${[...room.packages, ...(room.node ? ["node:*"] : []), ...(room.vscode ? ["vscode"] : [])].join(", ") || "its own files and the rooms below"}.`,
  });
  return patterns;
}

function escape(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** `import()`, as an expression and as a type, passes by no-restricted-imports, so the same patterns are applied to it as selectors. */
function dynamicZone(patterns) {
  return patterns.flatMap(({ regex, message, allowTypeImports }) => {
    const match = `[source.value=/${regex.replaceAll("/", "\\x2f")}/]`;
    return [`ImportExpression${match}`, ...(allowTypeImports ? [] : [`TSImportType${match}`])].map((selector) => ({
      selector,
      message,
    }));
  });
}

const MARKUP_MESSAGE = "Text from a run must never be parsed as HTML: build nodes and set textContent.";
const named = (names) => `:matches([property.name=/^(${names})$/], [property.value=/^(${names})$/])`;
const MARKUP = [
  `AssignmentExpression > MemberExpression.left${named("innerHTML|outerHTML|srcdoc")}`,
  `CallExpression > MemberExpression.callee${named("insertAdjacentHTML|write|writeln|createContextualFragment|setHTMLUnsafe|parseFromString")}`,
].map((selector) => ({ selector, message: MARKUP_MESSAGE }));

function zone(name, room, depth) {
  const patterns = importZone(name, room, depth);
  const globals = [...(room.dom ? [] : DOM_GLOBALS), ...(room.node ? [] : NODE_GLOBALS)];
  if (name === "model") globals.push("Date", "performance", "crypto", "setTimeout", "setInterval");
  return {
    name: `zone ${name}`,
    files: [`src/${name}/${"*/".repeat(depth)}*.ts`],
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { patterns }],
      "no-restricted-syntax": ["error", ...dynamicZone(patterns), ...(room.dom ? MARKUP : [])],
      "no-restricted-globals": [
        "error",
        ...globals.map((global) => ({ name: global, message: `${name} has no ${global}.` })),
      ],
      ...(name === "worker" || name === "extension" ? {} : { "no-console": "error" }),
    },
  };
}

export default defineConfig([
  { ignores: ["playground/", "dist/", "node_modules/", "**/.hgl/", "test/**/fixtures/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  tseslint.configs.recommended,
  { files: ["**/*.mjs"], languageOptions: { globals: readonly(SCRIPT_GLOBALS) } },
  {
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-self-compare": "error",
      "no-template-curly-in-string": "error",
      "no-unmodified-loop-condition": "error",
      "no-unreachable-loop": "error",
      "object-shorthand": "error",
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrors: "all" },
      ],
    },
  },
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["test", "describe", "it", "suite"] },
          ],
        },
      ],
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/only-throw-error": ["error", { allowThrowingUnknown: true }],
      "@typescript-eslint/prefer-promise-reject-errors": "error",
      "@typescript-eslint/return-await": ["error", "error-handling-correctness-only"],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  ...Object.entries(ROOMS).flatMap(([name, room]) => [0, 1, 2, 3, 4].map((depth) => zone(name, room, depth))),
  {
    name: "keyed randomness",
    files: [
      "src/model/**/*.ts",
      "src/engine/**/*.ts",
      "src/figures/**/*.ts",
      "src/notebook/**/*.ts",
      "src/common/**/*.ts",
    ],
    rules: {
      "no-restricted-properties": [
        "error",
        {
          object: "Math",
          property: "random",
          message: "Draw from src/model/random.ts, keyed by seed, stream, epoch, sample and use.",
        },
        { object: "Date", property: "now", message: "Time is passed in by the worker." },
        { object: "performance", property: "now", message: "Time is passed in by the worker." },
      ],
    },
  },
]);
