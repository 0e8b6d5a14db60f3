import { count, defineRule, keyOf, label, listOf, type MigrationView, type RelationKey, type RuleFacts, WHOLE_FILE } from '../src/rule/index.ts';

interface Options {
  /** So many groups of tables may be changed in one migration. */
  readonly most: number;
}

export const unrelatedChanges = defineRule({
  id: 'unrelated-changes',
  meta: { summary: 'A migration that changes many tables which have nothing to do with each other', harms: [], severity: 'info', preset: 'strict' },
  options(given): Options {
    if (given === undefined) return { most: 3 };
    const most = typeof given === 'object' && given !== null && 'most' in given ? given.most : null;
    if (typeof most !== 'number' || !Number.isInteger(most) || most < 1) throw new Error('unrelated-changes takes { "most": <a whole number from 1> }');
    return { most };
  },
  messages: {
    unrelated: ({ groups }: { readonly groups: readonly string[] }) => ({
      what: `This migration changes ${count(groups.length, 'group')} of tables that do not refer to each other: ${listOf(groups.length > 6 ? [...groups.slice(0, 5), `${groups.length - 5} more`] : groups)}.`,
      why: 'They cannot be reviewed, deployed or undone one by one, and if one of them fails, the others wait for it.',
      todo: 'Make a migration of each change. Turn the rule off for this one if they belong together for a reason that the schema does not show.',
    }),
  },
  on: {
    endOfMigration(view, context) {
      // The first migration is the whole schema.
      if (view.entry !== null || context.history.position === 0) return null;
      const groups = groupsOf([...changedTables(view)], context);
      return groups.length > context.options.most
        ? context.finding('unrelated', { groups: groups.map(nameOf) }, { at: WHOLE_FILE, certainty: 'certain' })
        : null;
    },
  },
});

function changedTables({ steps }: MigrationView): ReadonlySet<RelationKey> {
  return new Set(
    steps.flatMap(({ operation, before, after }) => {
      if (!('table' in operation) || operation.table === null) return [];
      return [keyOf(operation.kind === 'createTable' ? after : before, operation.table)];
    }),
  );
}

/** Tables that foreign keys connect, before the migration or after it, are one group. */
function groupsOf(tables: readonly RelationKey[], { before, after }: Pick<RuleFacts, 'before' | 'after'>): readonly (readonly RelationKey[])[] {
  const referenced = (table: RelationKey): readonly RelationKey[] =>
    [before, after].flatMap((catalog) =>
      (catalog.tables.get(table)?.constraints ?? []).flatMap((constraint) => (constraint.kind === 'foreignKey' ? [constraint.references.table] : [])),
    );
  let groups: readonly (readonly RelationKey[])[] = [];
  for (const table of tables) {
    const related = (other: RelationKey): boolean => referenced(table).includes(other) || referenced(other).includes(table);
    const mine = groups.filter((group) => group.some(related));
    groups = [...groups.filter((group) => !mine.includes(group)), [...mine.flat(), table]];
  }
  return groups;
}

const nameOf = (group: readonly RelationKey[]): string =>
  listOf(group.length > 2 ? [label(group[0] ?? ''), `${group.length - 1} more`] : group.map((table) => label(table)));
