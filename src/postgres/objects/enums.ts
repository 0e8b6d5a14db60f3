import { type Catalog, type EnumType, findType, newKey, relationKey, type RelationKey, tablesUsing, typeKey } from '../../catalog/index.ts';
import { displayName, type QualifiedName } from '../../core/index.ts';
import { breaks, combine, fails, isExisting, type Part } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Effects, type Failure, NO_EFFECTS } from '../effects.ts';
import { castsTo } from './drop-type.ts';
import { duplicate, missing, missingSchema, refused } from '../relations.ts';

/** 42710 when a type has the name, or a table or view, whose row type has it. */
export function typeCollision(catalog: Catalog, key: RelationKey): readonly Failure[] {
  const taken = catalog.types.has(key) || catalog.tables.has(key) || catalog.views.has(key);
  return taken ? [duplicate('type', key, '42710')] : [];
}

/** Effects on a type that is there; 42704 when it certainly is not. */
export function onType(name: QualifiedName, catalog: Catalog, effect: (key: RelationKey) => Effects): Effects {
  return findType(catalog, name).is === 'absent' ? combine({ fails: [missing('type', displayName(name), '42704')] }) : effect(typeKey(catalog, name));
}

/** Did the type exist before the migration? */
export function isOldType(catalog: Catalog, key: RelationKey): boolean {
  const bornIn = catalog.types.get(key)?.bornIn;
  return !bornIn || bornIn.migration !== catalog.migration;
}

/** Prisma casts enum parameters to the type's name, so every write of such a column breaks when the name is gone or a label is. */
function breaksWriters(catalog: Catalog, key: RelationKey, sqlstate: string, clients: readonly ('enum' | 'insert')[]): Part {
  if (!isOldType(catalog, key)) return {};
  const used = tablesUsing(catalog, key).filter(({ table }) => isExisting(catalog, relationKey(table.schema, table.name)));
  return { breaks: used.flatMap(({ table, column }) => clients.map((client) => breaks(relationKey(table.schema, table.name), client, sqlstate, column.name))) };
}

export const createEnum: EffectsOf<'createEnum'> = (operation, catalog) =>
  combine({ fails: [...missingSchema(catalog, operation.type.schema), ...typeCollision(catalog, newKey(catalog, operation.type))] });

const enumOf = (catalog: Catalog, key: RelationKey): EnumType | null => {
  const type = catalog.types.get(key);
  return type?.kind === 'enum' && !type.assumed ? type : null;
};

/** A domain, a composite type. */
const isOther = (catalog: Catalog, key: RelationKey): boolean => (catalog.types.get(key)?.kind ?? 'enum') !== 'enum';

const notALabel = (label: string): Failure => fails({ what: 'missing-object', objectType: 'enum value', name: label }, '22023', 'always');

/** ADD VALUE locks no table, and what the deployed client writes stays allowed. Source: AddEnumLabel(), pg_enum.c. */
export const addEnumValue: EffectsOf<'addEnumValue'> = (operation, catalog) =>
  onType(operation.type, catalog, (key) => {
    if (isOther(catalog, key)) return refused(`${displayName(operation.type)} is not an enum`, '42809');
    const type = enumOf(catalog, key);
    if (!type) return NO_EFFECTS;
    const { neighbour } = operation;
    if (type.values.includes(operation.value)) {
      if (!operation.ifNotExists) return combine({ fails: [duplicate('enum value', operation.value, '42710')] });
      return { ...NO_EFFECTS, notes: [`${operation.value} is a value of ${displayName(operation.type)} already`] };
    }
    if (neighbour && !type.values.includes(neighbour.value)) return combine({ fails: [notALabel(neighbour.value)] });
    return { ...NO_EFFECTS, notes: ['a deployed Prisma Client cannot read the new value once it is written'] };
  });

/** RENAME VALUE locks no table; writes of the old label fail with 22P02 from now on, and reads bring a label that the client does not know. */
export const renameEnumValue: EffectsOf<'renameEnumValue'> = (operation, catalog) =>
  onType(operation.type, catalog, (key) => {
    if (isOther(catalog, key)) return refused(`${displayName(operation.type)} is not an enum`, '42809');
    const type = enumOf(catalog, key);
    if (type && !type.values.includes(operation.value)) return combine({ fails: [notALabel(operation.value)] });
    if (type?.values.includes(operation.newValue)) return combine({ fails: [duplicate('enum value', operation.newValue, '42710')] });
    const addedHere = type?.added.some((added) => added.value === operation.value && added.by.migration === catalog.migration) === true;
    return addedHere ? NO_EFFECTS : combine(breaksWriters(catalog, key, '22P02', ['enum', 'insert']));
  });

/** Only an enum's name is in the deployed client's statements; a domain's or composite type's is not. */
export const renameType: EffectsOf<'renameType'> = (operation, catalog) =>
  onType(operation.type, catalog, (key) =>
    combine({ fails: typeCollision(catalog, `${key.slice(0, key.indexOf('.'))}.${operation.newName}`) }, typeElsewhere(catalog, key)),
  );

/** The type has another name or schema: 42704 where the client casts to it. */
export function typeElsewhere(catalog: Catalog, key: RelationKey): Part {
  const type = catalog.types.get(key);
  return type && type.kind !== 'enum' ? {} : combine(breaksWriters(catalog, key, '42704', ['enum', 'insert']), castsTo(catalog, key));
}

/** Composite, range and base types do nothing to tables when they are made. */
export const createType: EffectsOf<'createType'> = (operation, catalog) =>
  combine({ fails: [...missingSchema(catalog, operation.type.schema), ...typeCollision(catalog, newKey(catalog, operation.type))] });

/** ALTER TYPE on a composite: refused while a column has the type, except for adding and dropping attributes (ATPrepAlterColumnType()). */
export const alterCompositeType: EffectsOf<'alterCompositeType'> = (operation, catalog) =>
  onType(operation.type, catalog, (key) => {
    if (!catalog.types.has(key) && catalog.tables.has(key)) return refused(`${displayName(operation.type)} is not a composite type`, '42809');
    const used = tablesUsing(catalog, key);
    if (operation.action === 'alter' && used.length > 0) {
      const [first] = used;
      return refused(`cannot alter type ${key} because column ${first?.table.name ?? ''}.${first?.column.name ?? ''} uses it`, '0A000');
    }
    if (operation.action !== 'drop') return NO_EFFECTS;
    return combine({
      loses: used.map(({ table, column }) => ({
        what: 'values',
        table: relationKey(table.schema, table.name),
        column: column.name,
        object: operation.attribute,
        how: null,
        data: table.rows !== 'none',
      })),
    });
  });
