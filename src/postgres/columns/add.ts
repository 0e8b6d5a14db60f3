import { apply, type Catalog, columnNamed, descendantsOf, findType } from '../../catalog/index.ts';
import type { AddColumn, ColumnDefinition, Expression } from '../../operation/index.ts';
import { breaks, combine, fails, isExisting, lock, type Part, rowsOf, work } from '../build.ts';
import { constraintEffects } from '../constraints/index.ts';
import type { Effects, Failure, Server } from '../effects.ts';
import { mutablePart } from '../indexes/immutable.ts';
import { duplicate, onTable, refused, storageOf, type Target } from '../relations.ts';
import { isConstrained, isIdentityType, isSerial, refusesNull, type ResolvedType, resolveType, underlying } from '../types.ts';
import { volatilityOf } from '../volatility.ts';
import { exclusiveLocks, missingType, nothingToDo } from './column.ts';
import { defaultFailures, defaultNotes } from './default.ts';
import { rewriteTable } from './rewrite.ts';
import { unknownIn } from '../rows/writes.ts';

/** A column on its way to a table. */
interface NewColumn {
  readonly operation: AddColumn;
  readonly definition: ColumnDefinition;
  readonly target: Target;
  readonly type: ResolvedType;
  /** Its own default or its domain's; null: none, or NULL. */
  readonly default: Expression | null;
  readonly ofDomain: boolean;
  readonly storage: 'stored' | 'virtual' | null;
  readonly catalog: Catalog;
  readonly server: Server;
}

/** ADD COLUMN. Source: ATExecAddColumn(): a default that is not volatile is kept once for all rows, anything else is written to each. */
export function addColumn(operation: AddColumn, catalog: Catalog, server: Server): Effects {
  return onTable(operation, catalog, (target) => {
    const existing = columnNamed(target.table, operation.column);
    if (existing && operation.ifNotExists)
      return nothingToDo(catalog, target, operation.only, `column ${operation.column} is there already: its definition stays as it is`);
    const fresh = newColumn(operation, target, catalog, server);
    const refusal = existing ? combine({ fails: [duplicate('column', `${target.key}.${operation.column}`, '42701')] }) : refusedColumn(fresh);
    if (refusal) return refusal;
    return combine(exclusiveLocks(catalog, target, operation.only), columnWork(fresh), nullFailures(fresh), clientBreaks(fresh), constraintsOf(fresh), {
      notes: notesOf(fresh),
    });
  });
}

function newColumn(operation: AddColumn, target: Target, catalog: Catalog, server: Server): NewColumn {
  const { definition } = operation;
  const type = resolveType(definition.type, catalog);
  const domain = type.domain && !type.array ? domainDefault(definition, catalog) : null;
  const written = definition.default && isNull(definition.default) ? null : definition.default;
  const storage =
    definition.generated === null
      ? null
      : definition.generated.storage === 'unspecified'
        ? server.version >= 18
          ? 'virtual'
          : 'stored'
        : definition.generated.storage;
  return {
    operation,
    definition,
    target,
    type,
    default: definition.default ? written : domain,
    ofDomain: !definition.default && domain !== null,
    storage,
    catalog,
    server,
  };
}

function domainDefault(definition: ColumnDefinition, catalog: Catalog): Expression | null {
  const found = findType(catalog, definition.type);
  return found.is === 'present' && found.value.kind === 'domain' ? found.value.default : null;
}

const isNull = (expression: Expression): boolean =>
  expression.kind === 'cast' ? isNull(expression.operand) : expression.kind === 'literal' && expression.type === 'null';

/** The value comes from a sequence. */
const isNumbered = ({ definition }: NewColumn): boolean => isSerial(definition.type) || definition.identity !== null;

// ── Refusals ─────────────────────────────────────────────────────────────────────────────────────────────────────

function refusedColumn(fresh: NewColumn): Effects | null {
  const { definition, operation, target, catalog, server } = fresh;
  const { generated } = definition;
  if (operation.only && descendantsOf(catalog, target.key).length > 0) return refused('a column must be added to child tables too', '42P16');
  if (target.table.partitionOf) return refused(`${target.key} is a partition: add the column to its parent`, '42809');
  if (generated && (server.version < 12 || (server.version < 18 && generated.storage !== 'stored')))
    return combine({
      fails: [
        fails(
          {
            what: 'not-supported',
            feature: generated.storage === 'stored' ? 'generated columns' : 'virtual generated columns',
            since: generated.storage === 'stored' ? 12 : 18,
          },
          '42601',
          'always',
        ),
      ],
    });
  const secondKey = target.table.constraints.some(({ kind }) => kind === 'primaryKey') && definition.constraints.some(({ kind }) => kind === 'primaryKey');
  if (
    fresh.storage === 'virtual' &&
    !secondKey &&
    definition.constraints.some(({ kind }) => kind === 'unique' || kind === 'primaryKey' || kind === 'foreignKey')
  )
    return refused('a virtual generated column can have no key, no index and no foreign key', '0A000');
  if (definition.identity && target.table.partitionedBy && server.version < 17)
    return combine({ fails: [fails({ what: 'not-supported', feature: 'identity column of a partitioned table', since: 17 }, '42P16', 'always')] });
  if (definition.identity && !isIdentityType(fresh.type)) return refused('an identity column must be smallint, integer or bigint', '22023');
  const wrong = [...missingType(definition.type, fresh.type, catalog), ...valueFailures(fresh)];
  return wrong.length === 0 ? null : combine({ fails: wrong });
}

function valueFailures(fresh: NewColumn): readonly Failure[] {
  const { definition, target, catalog, server } = fresh;
  if (definition.generated) {
    const absent = unknownIn([definition.generated.expression], target, null);
    if (absent.length > 0) return absent;
    const mutable = mutablePart(definition.generated.expression, target.table, catalog);
    return mutable === null ? [] : [fails({ what: 'not-allowed', reason: `generation expression is not immutable (${mutable})` }, '42P17', 'always')];
  }
  return definition.default && fresh.default
    ? defaultFailures(definition.default, { table: target.key, column: definition.name, type: definition.type }, catalog, server, 'evaluated')
    : [];
}

// ── Work ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Why every row has to be written anew; null: it has not. */
function whyRewrite(fresh: NewColumn): string | null {
  const { definition, type, catalog, server } = fresh;
  if (fresh.storage !== null) return fresh.storage === 'stored' ? 'a stored generated column is computed for every row' : null;
  if (isNumbered(fresh)) return 'every row gets its own number';
  // Before 13 a domain's own volatile default was not noticed: existing rows got NULL (measured).
  const noticed = fresh.default && !(fresh.ofDomain && server.version < 13) ? volatilityOf(fresh.default, catalog, server) : null;
  if (noticed?.volatility === 'volatile')
    return noticed.certain
      ? `${noticed.function ?? 'the default'} is volatile: every row gets its own value`
      : `function ${noticed.function ?? ''} is not known and taken as volatile`;
  return isConstrained(type) ? `domain ${definition.type.name} has constraints: they are checked on every row` : null;
}

function columnWork(fresh: NewColumn): Part {
  const { target, catalog, operation } = fresh;
  const because = whyRewrite(fresh);
  if (because !== null) return combine(rewriteTable(catalog, target.key, operation.only), sequenceLocks(fresh), { notes: [because] });
  // Only a virtual column can be NULL or not depending on the row without being stored.
  if (fresh.storage === 'virtual' && fresh.definition.notNull)
    return { work: storageOf(catalog, target.key, operation.only).flatMap((key) => work(catalog, key, 'scan', 'ACCESS EXCLUSIVE')) };
  return {};
}

/** nextval('seq') runs for every row and locks the sequence, if it is not the column's own. */
function sequenceLocks(fresh: NewColumn): Part {
  const { catalog, target } = fresh;
  if (!fresh.default || rowsOf(catalog, target.key) === 'none') return {};
  return { locks: sequencesIn(fresh.default, catalog).map((key) => lock(catalog, key, 'ROW EXCLUSIVE')) };
}

function sequencesIn(expression: Expression, catalog: Catalog): readonly string[] {
  if (expression.kind === 'cast') return sequencesIn(expression.operand, catalog);
  if (expression.kind !== 'call' || !['nextval', 'currval', 'setval'].includes(expression.function.name)) return [];
  const [argument] = expression.arguments;
  const literal = argument?.kind === 'cast' ? argument.operand : argument;
  if (literal?.kind !== 'literal') return [];
  const [name = '', schema] = literal.value
    .split('.')
    .map((part) => (part.startsWith('"') ? part.slice(1, -1) : part.toLowerCase()))
    .reverse();
  const keys = schema === undefined ? catalog.searchPath.map((each) => `${each}.${name}`) : [`${schema}.${name}`];
  return keys.filter((key) => catalog.sequences.has(key)).slice(0, 1);
}

// ── NULL in existing rows ────────────────────────────────────────────────────────────────────────────────────────

/** NOT NULL without a value for the rows that are there: 23502 as soon as there is one. */
function nullFailures(fresh: NewColumn): Part {
  const { definition, target, catalog, type } = fresh;
  const refuses = definition.notNull || refusesNull(type);
  if (!refuses || fresh.default || isNumbered(fresh) || rowsOf(catalog, target.key) === 'none') return {};
  const everyRow = definition.generated === null;
  if (!everyRow && underlying(type).array) return {};
  const cause = { what: 'nulls', table: target.key, columns: [definition.name], everyRow } as const;
  return { fails: [fails(cause, '23502', everyRow ? 'rows' : 'data')] };
}

// ── The deployed client ──────────────────────────────────────────────────────────────────────────────────────────

/** An INSERT that does not know the column leaves it out. */
function clientBreaks(fresh: NewColumn): Part {
  const { definition, target, catalog, type } = fresh;
  const refuses = definition.notNull || refusesNull(type) || definition.constraints.some((constraint) => constraint.kind === 'primaryKey');
  return refuses && isNullEverywhere(fresh) && isExisting(catalog, target.key) ? { breaks: [breaks(target.key, 'insert', '23502', definition.name)] } : {};
}

// ── Constraints written on the column ────────────────────────────────────────────────────────────────────────────

/** UNIQUE, PRIMARY KEY, CHECK and REFERENCES of the column do what ADD CONSTRAINT does on a table that has the column already. */
function constraintsOf(fresh: NewColumn): Part {
  const { operation, catalog, server } = fresh;
  const { constraints } = operation.definition;
  if (constraints.length === 0) return {};
  const bare: AddColumn = { ...operation, definition: { ...operation.definition, constraints: [] } };
  const after = apply(catalog, bare, { migration: catalog.migration ?? '', statement: -1 });
  const { table, tableIfExists, only, conditional } = operation;
  return combine(
    ...constraints.map((constraint) => {
      const found = constraintEffects.addConstraint(
        { kind: 'addConstraint', table, tableIfExists, only, conditional, constraint, span: constraint.span },
        after,
        server,
      );
      return constraint.kind === 'foreignKey' && isNullEverywhere(fresh) ? withoutValidation(found) : found;
    }),
  );
}

/** Nothing gives the existing rows a value. */
const isNullEverywhere = (fresh: NewColumn): boolean => fresh.default === null && !isNumbered(fresh) && fresh.storage === null;

/** A foreign key on a column that is NULL everywhere is not validated. Source: transformFKConstraints(), skipValidation. */
const withoutValidation = (found: Effects): Effects => ({
  ...found,
  work: found.work.filter(({ what }) => what !== 'validate-foreign-key'),
  fails: found.fails.filter(({ cause }) => cause.what !== 'orphans'),
});

function notesOf(fresh: NewColumn): readonly string[] {
  if (!fresh.default) return [];
  const lost = fresh.ofDomain && fresh.server.version < 13 && volatilityOf(fresh.default, fresh.catalog, fresh.server).volatility === 'volatile';
  return [...defaultNotes(fresh.default, fresh.definition.type, fresh.catalog), ...(lost ? ['existing rows get NULL instead of the domain default'] : [])];
}
