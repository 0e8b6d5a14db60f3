export { chooseRunner, type PrismaVersion } from './choose.ts';
export { applyScript, execute, type Execution } from './execute.ts';
export { keepLastingBreakages } from './lasting.ts';
export * from './model.ts';
export { planExecution } from './plan.ts';
export { isSplittable } from './splitter.ts';
