import { readdirSync } from "node:fs";
import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";
import { ROOMS } from "./rooms.mjs";

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

/** `^(?!…)` patterns: whatever a room's row does not name is an error. */
function importZone(name, room, siblings = []) {
  const patterns = [];
  const shut = Object.keys(ROOMS).filter((other) => other !== name && !room.rooms.includes(other));
  const typesOf = room.typesOf ?? [];
  const closed = shut.filter((other) => !typesOf.includes(other));
  const message = `${name} may import ${[...room.rooms, ...typesOf.map((other) => `types of ${other}`)].join(", ") || "no room"}; see docs/architecture.md.`;
  if (closed.length > 0) patterns.push({ regex: `^(\\.\\./)+(src/)?(${closed.join("|")})(/|$)`, message });
  if (typesOf.length > 0)
    patterns.push({ regex: `^(\\.\\./)+(src/)?(${typesOf.join("|")})(/|$)`, message, allowTypeImports: true });
  if (siblings.length > 0)
    patterns.push({
      regex: `^(\\.\\./)+(${siblings.join("|")})(/|$)`,
      message: "A renderer never imports another one.",
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

const MARKUP = [
  {
    selector: "AssignmentExpression > MemberExpression.left[property.name=/^(innerHTML|outerHTML|srcdoc)$/]",
    message: "Text from a run must never be parsed as HTML: build nodes and set textContent.",
  },
  {
    selector:
      "CallExpression > MemberExpression.callee[property.name=/^(insertAdjacentHTML|write|writeln|createContextualFragment|setHTMLUnsafe)$/]",
    message: "Text from a run must never be parsed as HTML: build nodes and set textContent.",
  },
];

function zone(name, room, files, siblings) {
  const patterns = importZone(name, room, siblings);
  const globals = [...(room.dom ? [] : DOM_GLOBALS), ...(room.node ? [] : NODE_GLOBALS)];
  if (name === "model") globals.push("Date", "performance", "crypto", "setTimeout", "setInterval");
  return {
    name: `zone ${name}`,
    files,
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

const renderers = readdirSync(new URL("src/renderers", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

export default defineConfig([
  { ignores: ["dist/", "node_modules/", "**/.hgl/", "test/**/fixtures/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  js.configs.recommended,
  tseslint.configs.recommended,
  { files: ["**/*.mjs"], languageOptions: { globals: { console: "readonly", process: "readonly", URL: "readonly" } } },
  {
    rules: {
      eqeqeq: ["error", "always"],
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
      "@typescript-eslint/return-await": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  ...Object.entries(ROOMS).map(([name, room]) => zone(name, room, [`src/${name}/**/*.ts`])),
  ...renderers.map((folder) =>
    zone(
      "renderers",
      ROOMS.renderers,
      [`src/renderers/${folder}/**/*.ts`],
      renderers.filter((other) => other !== folder),
    ),
  ),
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
