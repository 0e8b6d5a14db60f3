import { describe, it } from 'vitest';
import { type Cases, testRule as withFramework } from '../src/rule-tester/index.ts';
import type { Rule } from '../src/rule/index.ts';

/** The published tester, with the framework that these tests use. */
export const testRule = (rule: Rule, cases: Cases): void => withFramework(rule, cases, { describe, it });
