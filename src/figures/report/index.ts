import { printable } from "../../common/payloads/printable";
import { groupRuns } from "./groups";
import { markup, type Markup } from "../page/html";
import { htmlPage } from "../page/htmlPage";
import type { ReportInput } from "./input";
import { configPart, groupSection, modelPart, provenancePart, summaryPart } from "./sections";
import { REPORT_STYLE } from "./style";

export type { ReportCell, ReportInput, ReportModel, ReportModelRow, ReportRun } from "./input";

/**
 * One self-contained HTML page about the runs of a notebook:
 *
 *     input -> groups of runs that differ in the seed alone -> sections (tables, drawings) -> page
 *
 * @throws RangeError when runs of one group do not fit together (different matrices), which the run store rules out.
 */
export async function renderReport(input: ReportInput): Promise<string> {
  const title = printable(input.title) || input.notebook;
  const groups = groupRuns(input);
  const sections: Markup[] = [];
  for (const group of groups) sections.push(await groupSection(group, input));
  const models = input.models ?? [];
  const waiting = input.cells.filter(({ kind, runIds }) => kind === "train" && runIds.length === 0);

  const body = markup`<header>
          <h1>${title}</h1>
          <p class="lead">
            ${input.notebook} · ${input.generatedAt} · HocSLM Notebook ${input.version} ·
            ${count(input.runs.length, "run")}
          </p>
          ${groups.length > 1 ? markup`<nav aria-label="Contents">${groups.map(({ name, anchor }) => markup`<a href="#${anchor}">${name}</a>`)}<a href="#config">Configuration</a><a href="#provenance">Provenance</a></nav>` : null}
        </header>
        <main>
          ${groups.length > 0 ? summaryPart(groups) : markup`<p>No run has finished yet, so there is nothing to report.</p>`}
          ${waiting.length > 0 ? markup`<p class="note">Not run: ${waiting.map(({ id }) => id).join(", ")}.</p>` : null}
          ${sections}
          ${
            groups.length > 0
              ? markup`<section id="config">
                  <h2>What was run</h2>
                  ${configPart(groups)}
                </section>`
              : null
          }
          ${
            models.length > 0
              ? markup`<section>
                  <h2>Network</h2>
                  ${models.map(modelPart)}
                </section>`
              : null
          }
          ${
            input.cells.length > 0
              ? markup`<section>
                  <h2>Notebook cells</h2>
                  ${input.cells.map(
                    ({ id, kind, text }) =>
                      markup`<details>
                        <summary>${kind} #${id}</summary>
                        <pre>${text}</pre>
                      </details>`,
                  )}
                </section>`
              : null
          }
          <section id="provenance">
            <h2>Provenance</h2>
            ${groups.length > 0 ? provenancePart(groups) : null}
          </section>
          <section>
            <h2>Notes</h2>
            <p>
              The networks are a reconstruction from the method's abstract and its lineage, not the authors' code; their
              published figures are neither reproduced nor quoted here.
            </p>
            <p>
              Seeds differ in initialisation, sample order, augmentation and in the validation subjects drawn from the
              training split. The deviation is the sample standard deviation (n − 1).
            </p>
          </section>
        </main>
        <footer>
          ${input.notebook} · HocSLM Notebook ${input.version} ·
          ${input.generatedAt}${groups.length > 0 ? markup` · runs ${input.runs.map(({ runId }) => runId.slice(0, 12)).join(", ")}` : null}
        </footer>`;
  const scripts = input.confusionScript === undefined ? [] : [input.confusionScript];
  return htmlPage({ title, version: input.version, style: REPORT_STYLE, body, scripts });
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
