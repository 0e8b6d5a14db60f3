import { type Catalog, type DomainType, newKey, type Proof, provesFilled, relationKey, type RelationKey, tablesUsing } from '../../catalog/index.ts';
import { breaks, combine, fails, isExisting, lock, type Part, rowsOf, work } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Effects, NO_EFFECTS } from '../effects.ts';
import { findNulls } from '../preflight.ts';
import { duplicate, missing, missingSchema, refused } from '../relations.ts';
import { onType, typeCollision } from './enums.ts';

export const createDomain: EffectsOf<'createDomain'> = (operation, catalog) =>
  combine({ fails: [...missingSchema(catalog, operation.type.schema), ...typeCollision(catalog, newKey(catalog, operation.type))] });

/** ALTER DOMAIN: what narrows the domain reads every table that uses it, under SHARE (AlterDomainAddConstraint(), typecmds.c; measured). */
export const alterDomain: EffectsOf<'alterDomain'> = (operation, catalog) =>
  onType(operation.type, catalog, (key) => {
    const domain = catalog.types.get(key);
    const known = domain?.kind === 'domain' ? domain : null;
    switch (operation.action) {
      case 'set not null':
        return known?.notNull ? { ...NO_EFFECTS, notes: ['the domain is NOT NULL already'] } : refusesNull(catalog, key);
      case 'add constraint':
        if (operation.constraint?.kind === 'notNull') return known?.notNull ? NO_EFFECTS : refusesNull(catalog, key);
        if (known?.checks.some((check) => check.name === operation.constraint?.name))
          return combine({ fails: [duplicate('constraint', operation.constraint?.name ?? '', '42710')] });
        return operation.constraint?.notValid ? NO_EFFECTS : verified(catalog, key, operation.constraint?.name ?? null);
      case 'validate constraint':
        return validate(known, operation.constraintName, catalog, key);
      case 'drop constraint':
      case 'rename constraint':
      case 'drop not null':
      case 'set default':
      case 'drop default':
        return NO_EFFECTS;
    }
  });

function validate(domain: DomainType | null, name: string | null, catalog: Catalog, key: RelationKey): Effects {
  const check = domain?.checks.find((candidate) => candidate.name === name);
  if (domain && !check) return combine({ fails: [missing('constraint', name ?? '', '42704')] });
  return check?.validated ? { ...NO_EFFECTS, notes: [`${check.name} is valid already`] } : verified(catalog, key, name);
}

interface Use {
  readonly table: RelationKey;
  readonly column: string;
}

const usesOf = (catalog: Catalog, key: RelationKey): readonly Use[] =>
  tablesUsing(catalog, key).map(({ table, column }) => ({ table: relationKey(table.schema, table.name), column: column.name }));

/** SHARE and a scan: writes wait. */
const read = (catalog: Catalog, uses: readonly Use[], of: string | null): Part => ({
  locks: uses.map(({ table }) => lock(catalog, table, 'SHARE')),
  work: uses.flatMap(({ table }) => work(catalog, table, 'scan', 'SHARE', of)),
});

/** Values of the domain inside arrays cannot be checked (get_rels_with_domain(), typecmds.c). */
function nestedUse(catalog: Catalog, key: RelationKey): string | null {
  const use = tablesUsing(catalog, key).find(({ column }) => column.type.dimensions > 0);
  return use ? `cannot alter type ${key} because column ${use.table.name}.${use.column.name} uses it` : null;
}

function verified(catalog: Catalog, key: RelationKey, constraint: string | null): Effects {
  const inside = nestedUse(catalog, key);
  if (inside !== null) return refused(inside, '0A000');
  const uses = usesOf(catalog, key);
  const filled = uses.filter(({ table }) => rowsOf(catalog, table) !== 'none');
  return combine(read(catalog, uses, constraint), {
    fails: filled.map(({ table }) => fails({ what: 'check-violations', table, constraint }, '23514', 'data')),
  });
}

function refusesNull(catalog: Catalog, key: RelationKey): Effects {
  const inside = nestedUse(catalog, key);
  if (inside !== null) return refused(inside, '0A000');
  const uses = usesOf(catalog, key);
  const open = uses.flatMap(({ table, column }) => {
    const found = catalog.tables.get(table)?.columns.find((candidate) => candidate.name === column);
    return found && !found.notNull ? [{ table, column, found }] : [];
  });
  return combine(
    read(catalog, uses, null),
    {
      fails: open
        .filter(
          ({ table, column, found }) =>
            found.rows.holds !== 'constant' && rowsOf(catalog, table) !== 'none' && provesFilledIn(catalog, table, column)?.strength !== 'proven',
        )
        .map(({ table, column, found }) => {
          const everyRow = found.rows.holds === 'null';
          return fails({ what: 'nulls', table, columns: [column], everyRow }, '23502', everyRow ? 'rows' : 'data', {
            unlikelyBecause: provesFilledIn(catalog, table, column)?.because ?? null,
            preflight: findNulls(table, [column]),
          });
        }),
    },
    {
      breaks: open
        .filter(({ table, found }) => isExisting(catalog, table) && !found.default)
        .map(({ table, column }) => breaks(table, 'insert', '23502', column)),
    },
  );
}

function provesFilledIn(catalog: Catalog, key: RelationKey, column: string): Proof | null {
  const table = catalog.tables.get(key);
  return table ? provesFilled(table, column) : null;
}
