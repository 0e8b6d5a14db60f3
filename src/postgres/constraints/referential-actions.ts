import { columnNamed, type RelationKey } from '../../catalog/index.ts';
import type { ForeignKeyDefinition, ReferentialAction } from '../../operation/index.ts';
import { fails } from '../build.ts';
import type { Failure } from '../effects.ts';
import type { Target } from '../relations.ts';

/**
 * ON DELETE SET NULL on a column that is NOT NULL is accepted, and then every DELETE of a referenced row fails with 23502;
 * SET DEFAULT without a default likewise. The failures are not the migration's but of writes to `referenced` later on.
 */
export function refusedActions(definition: ForeignKeyDefinition, target: Target, referenced: RelationKey): readonly Failure[] {
  const { onDelete, onUpdate } = definition.references;
  return [...refusedAction('DELETE', onDelete, definition, target, referenced), ...refusedAction('UPDATE', onUpdate, definition, target, referenced)];
}

function refusedAction(
  command: string,
  action: ReferentialAction,
  definition: ForeignKeyDefinition,
  target: Target,
  referenced: RelationKey,
): readonly Failure[] {
  const required = definition.columns.flatMap((name) => columnNamed(target.table, name) ?? []).filter((column) => column.notNull);
  const stuck = action === 'set null' ? required : action === 'set default' ? required.filter((column) => column.default === null) : [];
  if (stuck.length === 0) return [];
  const reason = `ON ${command} ${action.toUpperCase()} would write NULL into ${stuck.map((column) => column.name).join(', ')}, which is NOT NULL`;
  return [fails({ what: 'write-rejected', table: referenced, constraint: definition.name, reason }, '23502', 'data')];
}
