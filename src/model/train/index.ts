export { Trainer, type StepResult, type TrainerOptions, type TrainerState } from "./trainer";
export { rateAt } from "./schedule";
