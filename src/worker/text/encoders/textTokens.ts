import { Tokenizer } from "@huggingface/tokenizers";
import { HglError } from "../../../common/errors";
import { quoted } from "./answerTexts";
import { child, readTokenizer, readTokenizerConfig, TOKENIZER, type JsonObject } from "./modelFolder";

/** Makes token ids of texts, as a model's tokenizer.json says. */
export class TextTokens {
  /** What a model of a fixed length is filled up with. */
  readonly padding: number;
  readonly #tokenizer: Tokenizer;
  readonly #folder: string;

  private constructor(tokenizer: Tokenizer, padding: number, folder: string) {
    this.#tokenizer = tokenizer;
    this.padding = padding;
    this.#folder = folder;
  }

  /** @throws HglError "data" for a tokenizer.json that cannot be used */
  static open(folder: string, json: JsonObject = readTokenizer(folder)): TextTokens {
    const config = readTokenizerConfig(folder);
    try {
      const tokenizer = new Tokenizer({ added_tokens: [], ...json }, config);
      if (!tokenizer.model) throw new Error("it has no model");
      return new TextTokens(tokenizer, paddingOf(tokenizer, json, config), folder);
    } catch (error) {
      throw unusable(folder, `cannot be used (${(error as Error).message})`);
    }
  }

  /**
   * A text's ids with the special ones that its model wants, at most `limit`: of a longer text the beginning, special tokens kept.
   * @throws HglError "data"
   */
  of(text: string, limit: number): number[] {
    const whole = this.#encode(text, true);
    if (whole.length <= limit) return whole;
    const bare = this.#encode(text, false);
    const special = whole.length - bare.length;
    const from = Array.from({ length: special + 1 }, (_, at) => at).find((at) =>
      bare.every((id, i) => whole[at + i] === id),
    );
    if (from === undefined || special >= limit) return whole.slice(0, limit);
    return [...whole.slice(0, from), ...bare.slice(0, limit - special), ...whole.slice(from + bare.length)];
  }

  #encode(text: string, special: boolean): number[] {
    let ids: number[];
    try {
      ({ ids } = this.#tokenizer.encode(text, { add_special_tokens: special }));
    } catch (error) {
      throw unusable(this.#folder, `fails on ${quoted(text)} (${(error as Error).message})`);
    }
    if (!ids.every((id) => Number.isSafeInteger(id) && id >= 0))
      throw unusable(this.#folder, `has no token for a part of ${quoted(text)}, nor one for unknown parts`);
    return ids;
  }
}

function unusable(folder: string, what: string): HglError {
  const next = "fetch the model's files again, or name another encoder";
  return new HglError({ code: "data", where: folder, what: `${TOKENIZER} ${what}`, next });
}

function paddingOf(tokenizer: Tokenizer, json: JsonObject, config: JsonObject): number {
  const said = child(json, "padding").pad_id;
  const token = child(config, "pad_token").content ?? config.pad_token;
  const id = typeof said === "number" ? said : typeof token === "string" ? tokenizer.token_to_id(token) : undefined;
  return id ?? 0;
}
