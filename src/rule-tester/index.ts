export { type AdvisedFile, adviceOf } from './advice.ts';
export type { Cases, Expected, Framework, InvalidCase, ValidCase } from './case.ts';
export { testRule } from './test-rule.ts';
