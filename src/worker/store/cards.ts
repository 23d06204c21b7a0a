import { statSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { listFolder, makeFolder, readIfThere, writeFileAtomic } from "./atomicFile";

/** What is kept of a cell beside its runs, so that its output can be shown again without computing it. */
export type CardKind = "data" | "text" | "model" | "times" | "step" | "ablation" | "ensemble" | "view" | "figure";

/** A larger file is none of ours. */
const MOST_BYTES = 32 * 2 ** 20;

/**
 * `.hgl/data/KIND-KEY.json` beside a notebook. Everything in it can be computed again: a card that is missing, damaged or of an unknown form
 * counts as absent, and one that cannot be written is done without.
 */
export class Cards {
  readonly #folder: string;

  constructor(notebookPath: string) {
    this.#folder = join(notebookPath, "..", ".hgl", "data");
  }

  read<T>(kind: CardKind, key: string, schema: z.ZodType<T>): T | undefined {
    return this.#read(`${kind}-${key}.json`, schema);
  }

  all<T>(kind: CardKind, schema: z.ZodType<T>): T[] {
    try {
      const names = listFolder(this.#folder).filter((name) => name.startsWith(`${kind}-`) && name.endsWith(".json"));
      return names.flatMap((name) => this.#read(name, schema) ?? []);
    } catch {
      return [];
    }
  }

  /** The newest that a cell of a notebook (its file's name) has left, whatever the cell said then. */
  newest<T extends { readonly cell: string; readonly notebook: string; readonly at: number }>(
    kind: CardKind,
    schema: z.ZodType<T>,
    cell: string,
    notebook: string,
  ): T | undefined {
    return this.all(kind, schema)
      .filter((card) => card.cell === cell && card.notebook === notebook)
      .sort((a, b) => a.at - b.at)
      .at(-1);
  }

  write(kind: CardKind, key: string, card: unknown): void {
    const path = join(this.#folder, `${kind}-${key}.json`);
    try {
      const text = `${JSON.stringify(card)}\n`;
      const before = readIfThere(path);
      if (before !== undefined && Buffer.from(before).toString("utf8") === text) return;
      makeFolder(this.#folder);
      writeFileAtomic(path, text);
    } catch {
      // A folder that cannot be written costs a computation next time, not the result.
    }
  }

  #read<T>(name: string, schema: z.ZodType<T>): T | undefined {
    const path = join(this.#folder, name);
    try {
      const found = statSync(path, { throwIfNoEntry: false });
      if (!found?.isFile() || found.size > MOST_BYTES) return undefined;
      return schema.parse(JSON.parse(Buffer.from(readIfThere(path)!).toString("utf8")));
    } catch {
      return undefined;
    }
  }
}
