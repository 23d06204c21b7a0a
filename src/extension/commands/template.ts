import { SAMPLE_SOURCE } from "../../notebook/index";
import type { Translate } from "../translate";

/** The text of a new notebook: the shortest that trains something and shows it. */
export function template(t: Translate): string {
  return `---
hgl: 1
title: ${JSON.stringify(t("Untitled notebook"))}
---

# ${t("Untitled notebook")}

${t("Which recordings: the shipped sample. Name a folder or an archive beside this notebook for your own.")}

\`\`\`hgl data #recordings
source: ${SAMPLE_SOURCE}
\`\`\`

${t("Which network: the smallest preset.")}

\`\`\`hgl model #network
preset: hglnet-xs
\`\`\`

${t("Which training: once for each seed. The last epoch is the result.")}

\`\`\`hgl train #base
data: recordings
model: network
epochs: 30
batch: 16
schedule: cosine
seeds: [1]
\`\`\`

${t("What to look at: which classes are taken for which.")}

\`\`\`hgl view #mistakes
view: confusion
of: base
\`\`\`
`;
}
