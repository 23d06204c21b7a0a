import type { TopLevelSpec } from "vega-lite";
import { HglError, nearest } from "../common/errors";
import { themeFor, type Theme } from "./theme";

/** Tables that a specification may name, as rows of plain values. */
export type NamedTables = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Composed views have no width of their own. */
const COMPOSED = ["hconcat", "vconcat", "concat", "repeat", "facet"];
const DEEPEST = 64;

/**
 * A user's vega-lite specification over the tables of the runs: our colours and text sizes beneath its own config, the plot as wide as the
 * column where it says no width, and no data but the named tables and what stands in it.
 *
 * @throws HglError "cell" for data from elsewhere or a table that there is not
 */
export function customSpec(
  spec: Readonly<Record<string, unknown>>,
  tables: NamedTables,
  options: { readonly width: number; readonly height?: number; readonly theme?: Theme },
): TopLevelSpec {
  checkData(spec, tables, 0);
  const { width, height, theme = themeFor() } = options;
  const own = isMap(spec["config"]) ? spec["config"] : {};
  const composed = COMPOSED.some((key) => key in spec);
  return {
    ...spec,
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    ...(composed || "width" in spec ? {} : { width }),
    ...(composed || "height" in spec ? {} : { height: height ?? Math.round(width * 0.62) }),
    config: overlaid(theme.config as Record<string, unknown>, own),
    datasets: Object.fromEntries(Object.entries(tables).filter(([name]) => isNamed(spec, name, 0))),
  } as unknown as TopLevelSpec;
}

/** The tables a specification names, so that only those need be read. */
export function tablesNamed(spec: Readonly<Record<string, unknown>>, names: readonly string[]): string[] {
  return names.filter((name) => isNamed(spec, name, 0));
}

function isNamed(value: unknown, name: string, depth: number): boolean {
  if (depth > DEEPEST) return false;
  if (Array.isArray(value)) return value.some((item) => isNamed(item, name, depth + 1));
  if (!isMap(value)) return false;
  const data = value["data"];
  return (
    (isMap(data) && data["name"] === name) || Object.values(value).some((inner) => isNamed(inner, name, depth + 1))
  );
}

function checkData(value: unknown, tables: NamedTables, depth: number): void {
  if (depth > DEEPEST) throw fault(`it is nested more than ${DEEPEST} deep`, "write it flatter");
  if (Array.isArray(value)) return value.forEach((item) => checkData(item, tables, depth + 1));
  if (!isMap(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "datasets") throw fault("`datasets` cannot be given", "name a table: `data: { name: runs }`");
    if (key === "url" || key === "href")
      throw fault(`\`${key}\` would load ${JSON.stringify(inner)?.slice(0, 80)}`, known(tables));
    if (key === "data" && isMap(inner) && typeof inner["name"] === "string" && !("values" in inner)) {
      const { name } = inner as { name: string };
      if (!Object.hasOwn(tables, name)) {
        const meant = nearest(name, Object.keys(tables));
        throw fault(`there is no table "${name}"`, meant ? `did you mean ${meant}?` : known(tables));
      }
    }
    checkData(inner, tables, depth + 1);
  }
}

function known(tables: NamedTables): string {
  return `name one of the tables: ${Object.keys(tables).join(", ")}`;
}

function fault(what: string, next: string): HglError {
  return new HglError({ code: "cell", where: "spec", what, next });
}

function overlaid(under: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) ? overlaid(below, value) : value;
  }
  return merged;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
