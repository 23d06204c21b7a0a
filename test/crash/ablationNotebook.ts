/** Two by two variants with three seeds each, on the shipped sample, small enough that a test may wait for it. */
export const ABLATION_NOTEBOOK = `---
hgl: 1
---

\`\`\`hgl data #sample
source: ui-prmd
window: 16
\`\`\`

\`\`\`hgl model #net
widths: [16, 16]
strides: [2, 2]
\`\`\`

\`\`\`hgl train #base
data: sample
model: net
epochs: 6
seeds: [1, 2, 3]
threads: 1
\`\`\`

\`\`\`hgl ablation #modules
of: base
factors:
  model.cts: [both, gsm]
  data.stream: [J, B]
\`\`\`
`;
