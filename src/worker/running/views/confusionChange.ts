import { checkConfusion, type ConfusionSide } from "../../../common/payloads/confusion";
import { classChanges, orderChanges, signed } from "../../../common/payloads/confusionChange";
import { flipsOf } from "../../../common/payloads/confusionClips";
import { accuracyOf } from "../../../common/payloads/confusionOrder";
import type { Difference } from "../../../figures/confusionChange";
import { toText, type Table } from "../../../figures/table";
import { count } from "../../words";

/** Classes told at either end of the list. */
const MOST_CLASSES = 5;

/** How a difference reads: the accuracies, the classes that lost and gained most, and how many clips flipped. */
export function changeInWords(payload: Difference, widestName: number): string {
  const { classes, minus } = payload;
  const share = (side: ConfusionSide): number => 100 * (accuracyOf(side.counts) ?? 0);
  const [before, now] = [share(minus), share(payload)];
  const order = orderChanges(payload, minus, classes, "change");
  const changes = classChanges(payload, minus);
  const told = [...new Set([...order.slice(0, MOST_CLASSES), ...order.slice(-MOST_CLASSES)])];
  const percent = (value: number | null): string => (value === null ? "–" : (100 * value).toFixed(1));
  const table: Table = {
    columns: [
      { title: "Class" },
      { title: `#${minus.cell} (%)`, align: "right" },
      { title: `#${payload.cell} (%)`, align: "right" },
      { title: "Points", align: "right" },
      { title: "Clips", align: "right" },
    ],
    rows: told
      .map((index) => changes[index]!)
      .map((one) => [
        classes[one.index]!,
        percent(one.before),
        percent(one.now),
        signed(100 * one.change),
        signed(one.clips),
      ]),
    note:
      told.length < order.length
        ? `The ${MOST_CLASSES} classes that lost most and the ${MOST_CLASSES} that gained most, of ${order.length}; clips of one seed, on average.`
        : "Clips of one seed, on average.",
  };
  const decoded = checkConfusion(payload);
  const flips = decoded.ok ? flipsOf(decoded.payload) : null;
  const flipped = flips
    ? `\n${count(flips.gained.length, "clip")} flipped from wrong to right and ${flips.lost.length} from right to wrong; a clip is right where more than half of a cell's seeds recognise it.\n`
    : "";
  return `Accuracy ${before.toFixed(2)} % to ${now.toFixed(2)} %: ${signed(now - before, 2)} points.\n\n${toText(table, widestName)}${flipped}`;
}
