// Loaded before every test. A property is tried with the same inputs each time, so that what passed here passes there; `npm run test:deep` draws new ones.
import fc from "fast-check";

fc.configureGlobal({
  ...(!process.env.HGL_DEEP && { seed: 1 }),
  // A property that fails is shrunk for two minutes at most, so that it says what failed before the runner's limit ends its file.
  interruptAfterTimeLimit: 120_000,
  markInterruptAsFailure: true,
});
