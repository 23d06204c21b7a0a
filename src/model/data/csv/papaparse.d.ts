/** What we use of Papa Parse: its row splitter. Its own types bring Node's and the DOM's, which this room has not. */
declare module "papaparse" {
  export interface Step {
    readonly data: readonly (readonly string[])[];
    readonly errors: readonly { readonly message: string }[];
    /** Where the row ends: characters from the start of the input, plus baseIndex. */
    readonly meta: { readonly cursor: number };
  }

  interface Parser {
    /** With ignoreLastRow, a row that may go on after the input is left to the next call. */
    parse(input: string, baseIndex: number, ignoreLastRow: boolean): { readonly data: readonly (readonly string[])[] };
  }

  const papa: {
    readonly Parser: new (config: { delimiter: string; newline: "\n" | "\r"; step?: (row: Step) => void }) => Parser;
  };
  export default papa;
}
