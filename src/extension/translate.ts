/**
 * `vscode.l10n.t`, handed to modules that know no editor; `{0}`, `{1}` … stand for the arguments. They name the parameter `t`, which is what
 * collects their messages.
 */
export type Translate = (message: string, ...values: (string | number | boolean)[]) => string;

/** The messages as they stand in the sources. */
export const untranslated: Translate = (message, ...values) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
