import * as z from "zod";
import { field, reference } from "./field";

export const viewSchema = z.strictObject({
  view: field(z.enum(["confusion"]), {
    meaning: "What to show: `confusion` is the table of true against predicted classes on the test split.",
  }),
  of: reference("train", "The train cell whose runs are shown."),
});

export type ViewCell = z.output<typeof viewSchema>;
