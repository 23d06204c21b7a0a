// Loaded before every test: a property that fails is shrunk for two minutes at most, so that it says what failed before the runner's limit ends its file.
import fc from "fast-check";

fc.configureGlobal({ interruptAfterTimeLimit: 120_000, markInterruptAsFailure: true });
