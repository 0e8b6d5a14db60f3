import { keyOf } from '../catalog/index.ts';
import type { Certainty, Harm, Span, Subject } from '../core/index.ts';
import type { Step } from '../runner/index.ts';
import { namedByClient } from './deployed.ts';
import { harmsOf } from './harms.ts';
import type { Scope } from './rule.ts';

// What a finding says about its circumstances when its rule leaves that to us.

/** Where a finding about the file as a whole stands: at its beginning, and at no statement. */
export const WHOLE_FILE: Span = { start: 0, end: 0 };

/** A lone operation is underlined itself; of several, their statement; of a whole migration, its beginning. */
export function spanOf(steps: readonly Step[]): Span {
  const [first] = steps;
  if (!first) return WHOLE_FILE;
  if (steps.length === 1) return first.operation.span;
  const sameStatement = steps.every((step) => step.statement === first.statement);
  return sameStatement ? first.statement.span : WHOLE_FILE;
}

/** The table (as `schema.name`) and column that all of the operations are about. */
export function subjectOf(steps: readonly Step[]): Subject {
  const tables = new Set(steps.map(tableOf));
  const columns = new Set(steps.map(columnOf));
  const [table] = tables;
  const [column] = columns;
  if (tables.size !== 1 || table === undefined) return {};
  return columns.size === 1 && column !== undefined ? { table, column } : { table };
}

function tableOf({ operation, before, after }: Step): string | undefined {
  if (!('table' in operation) || operation.table === null) return undefined;
  return keyOf(operation.kind === 'createTable' ? after : before, operation.table);
}

const columnOf = ({ operation }: Step): string | undefined => ('column' in operation && operation.column !== null ? operation.column : undefined);

/** Of the harms that a rule can name, those that the operations do here; all of them where their effects tell none. */
export function foreseenHarms(named: readonly Harm[], steps: readonly Step[]): readonly Harm[] {
  const done = harmsOf(steps);
  const both = named.filter((harm) => done.includes(harm));
  return both.length > 0 ? both : named;
}

/** `unknown-object` for tables that no known migration creates and no deployed client names; otherwise by what the foreseen harms depend on. */
export function certaintyOf(harms: readonly Harm[], subject: Subject, { facts, steps }: Scope): Certainty {
  const { table, column } = subject;
  if (table !== undefined && isAssumed(table, steps, facts.before) && namedByClient(facts.schema, table, column).is !== 'named') return 'unknown-object';
  if (harms.length === 0 || harms.includes('loses') || harms.includes('breaks')) return 'certain';
  if (harms.includes('fails')) return steps.some((step) => step.effects.fails.some((failure) => failure.when === 'always')) ? 'certain' : 'depends-on-data';
  return 'depends-on-size';
}

function isAssumed(table: string, steps: readonly Step[], before: Scope['facts']['before']): boolean {
  const known = steps.map((step) => step.before.tables.get(table) ?? step.after.tables.get(table)).find((found) => found !== undefined);
  const found = known ?? before.tables.get(table);
  return found ? found.assumed : !before.complete && !before.views.has(table);
}
