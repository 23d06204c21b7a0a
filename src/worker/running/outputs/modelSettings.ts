import type { ModelConfig } from "../../../common/config";
import type { Setting } from "../../../common/payloads/model";

/** The keys that set a part of the network, by its name as its summary has it; `block` counts from 0, and is null outside of the blocks. */
export function settingsOf(part: string, block: number | null, config: ModelConfig): Setting[] {
  const at = block ?? 0;
  const { widths, strides, cts, gsm } = config;
  const learned = cts !== "fixed";
  switch (part) {
    case "stem":
      return [item("widths", 0, widths)];
    case "FPB":
      return learned && gsm !== "S"
        ? [item("widths", at, widths), key("reduction", config)]
        : [item("widths", at, widths)];
    case "GSM":
      return [learned ? key("gsm", config) : key("cts", config), key("prior", config)];
    case "LSE":
      return [key("lseGroups", config)];
    case "CTS residual":
      return [item("widths", at, widths)];
    case "CTS sum":
      return [key("cts", config)];
    case "GTA":
      return [key("gta", config), key("gtaHeads", config)];
    case "LTC":
      return [key("kernel", config), key("dilations", config)];
    case "DHT residual":
      return [strides[at] === 1 ? item("widths", at, widths) : item("strides", at, strides)];
    case "DHT sum":
      return [key("dht", config)];
    case "head":
      return [key("dropout", config)];
    default:
      throw new Error(`The network's part "${part}" has no key.`);
  }
}

/** The keys that set a block as a whole; `block` counts from 0. */
export function blockSettings(block: number, { widths, strides }: ModelConfig): Setting[] {
  return [item("widths", block, widths), item("strides", block, strides)];
}

function key(name: keyof ModelConfig, config: ModelConfig): Setting {
  const value = config[name];
  return { key: name, value: Array.isArray(value) ? `[${value.join(", ")}]` : String(value) };
}

function item(name: "widths" | "strides", at: number, values: readonly number[]): Setting {
  return { key: `${name}.${at}`, value: String(values[at]) };
}
