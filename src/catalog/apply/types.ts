import type { QualifiedName } from '../../core/index.ts';
import type { AddEnumValue, AlterDomain } from '../../operation/index.ts';
import { splitKey } from '../assumed.ts';
import type { Catalog } from '../catalog.ts';
import { putType } from '../change.ts';
import { dropType as dropTypeAt } from '../drop.ts';
import { newKey, relationKey, typeKey } from '../lookup.ts';
import type { DomainType, EnumType, RelationKey, Type } from '../model.ts';
import { storedType } from '../new-column.ts';
import { chooseName, truncateName } from '../object-names.ts';
import { moveType } from '../rename.ts';
import type { Handler, Handlers } from './handler.ts';

/** A new type under its key, unless there is one already. */
function create(catalog: Catalog, name: QualifiedName, make: (key: { readonly schema: string; readonly name: string }) => Type): Catalog {
  const key = newKey(catalog, { ...name, name: truncateName(name.name) });
  const existing = catalog.types.get(key);
  const isAssumed = existing?.kind === 'enum' && existing.assumed;
  return existing && !isAssumed ? catalog : putType(catalog, make(splitKey(key)));
}

const createEnum: Handler<'createEnum'> = (catalog, operation, at) =>
  create(catalog, operation.type, (name) => ({ kind: 'enum', ...name, bornIn: at, assumed: false, values: operation.values, added: [], nameBefore: null }));

/** The enum that a statement changes. One that nobody saw created is assumed, with the values that are mentioned. */
function enumFor(catalog: Catalog, name: QualifiedName, mentioned: readonly string[]): EnumType | null {
  const key = typeKey(catalog, name);
  const type = catalog.types.get(key);
  if (type) return type.kind === 'enum' ? type : null;
  return { kind: 'enum', ...splitKey(key), bornIn: null, assumed: true, values: mentioned, added: [], nameBefore: null };
}

const addEnumValue: Handler<'addEnumValue'> = (catalog, operation, at) => {
  const type = enumFor(catalog, operation.type, operation.neighbour ? [operation.neighbour.value] : []);
  if (!type || type.values.includes(operation.value)) return catalog;
  return putType(catalog, { ...type, values: inserted(type.values, operation), added: [...type.added, { value: operation.value, by: at }] });
};

function inserted(values: readonly string[], { value, neighbour }: AddEnumValue): readonly string[] {
  const at = neighbour ? values.indexOf(neighbour.value) : -1;
  if (!neighbour || at === -1) return [...values, value];
  return values.toSpliced(neighbour.side === 'before' ? at : at + 1, 0, value);
}

const renameEnumValue: Handler<'renameEnumValue'> = (catalog, operation) => {
  const type = enumFor(catalog, operation.type, [operation.value]);
  if (!type || type.values.includes(operation.newValue)) return catalog;
  const rename = (value: string): string => (value === operation.value ? operation.newValue : value);
  return putType(catalog, { ...type, values: type.values.map(rename), added: type.added.map((added) => ({ ...added, value: rename(added.value) })) });
};

const createDomain: Handler<'createDomain'> = (catalog, operation, at) =>
  create(catalog, operation.type, (name) => {
    const checks: DomainType['checks'] = operation.constraints.reduce((sum: DomainType['checks'], constraint) => withCheck(sum, name.name, constraint), []);
    const notNull = operation.notNull || operation.constraints.some((constraint) => constraint.kind === 'notNull');
    return { kind: 'domain', ...name, bornIn: at, base: storedType(catalog, operation.base), notNull, default: operation.default, checks };
  });

function withCheck(checks: DomainType['checks'], domain: string, constraint: AlterDomain['constraint']): DomainType['checks'] {
  if (constraint?.kind !== 'check') return checks;
  const name = constraint.name ?? chooseName(domain, null, 'check', (taken) => checks.some((check) => check.name === taken));
  return [...checks, { name, expression: constraint.expression, validated: !constraint.notValid }];
}

const alterDomain: Handler<'alterDomain'> = (catalog, operation) => {
  const type = catalog.types.get(typeKey(catalog, operation.type));
  return type?.kind === 'domain' ? putType(catalog, alteredDomain(type, operation)) : catalog;
};

function alteredDomain(type: DomainType, operation: AlterDomain): DomainType {
  switch (operation.action) {
    case 'set not null':
      return { ...type, notNull: true };
    case 'drop not null':
      return { ...type, notNull: false };
    case 'set default':
      return { ...type, default: operation.default };
    case 'drop default':
      return { ...type, default: null };
    case 'add constraint':
      return operation.constraint?.kind === 'notNull'
        ? { ...type, notNull: true }
        : { ...type, checks: withCheck(type.checks, type.name, operation.constraint) };
    case 'drop constraint':
      return { ...type, checks: type.checks.filter((check) => check.name !== operation.constraintName) };
    case 'validate constraint':
      return { ...type, checks: type.checks.map((check) => (check.name === operation.constraintName ? { ...check, validated: true } : check)) };
    // The new name is not told: the constraint keeps its old one.
    case 'rename constraint':
      return type;
  }
}

const createType: Handler<'createType'> = (catalog, operation, at) =>
  create(catalog, operation.type, (name) => ({ kind: operation.form, ...name, bornIn: at }));

const dropType: Handler<'dropType'> = (catalog, operation) => dropTypeAt(catalog, typeKey(catalog, operation.type), operation.cascade);

const renameType: Handler<'renameType'> = (catalog, operation) => {
  const key = typeKey(catalog, operation.type);
  return moveType(withAssumedEnum(catalog, key), key, { schema: splitKey(key).schema, name: truncateName(operation.newName) });
};

/** A type that nobody saw created, but that has columns: most are enums. It is known by name from here on. */
function withAssumedEnum(catalog: Catalog, key: RelationKey): Catalog {
  if (catalog.types.has(key) || !catalog.mentionedBy.has(key)) return catalog;
  const { schema, name } = splitKey(key);
  return putType(catalog, { kind: 'enum', schema, name, bornIn: null, assumed: true, values: [], added: [], nameBefore: null });
}

/** ALTER TYPE … SET SCHEMA. */
export const moveTypeToSchema = (catalog: Catalog, name: QualifiedName, schema: string): Catalog => {
  const key = typeKey(catalog, name);
  return catalog.types.has(key) ? moveType(catalog, key, { schema, name: name.name }) : catalog;
};

/** All types of a schema. */
export const typesIn = (catalog: Catalog, schema: string): readonly RelationKey[] =>
  [...catalog.types.values()].filter((type) => type.schema === schema).map((type) => relationKey(type.schema, type.name));

const alterCompositeType: Handler<'alterCompositeType'> = (catalog) => catalog;

export const types = {
  createEnum,
  addEnumValue,
  renameEnumValue,
  createDomain,
  alterDomain,
  createType,
  alterCompositeType,
  dropType,
  renameType,
} satisfies Partial<Handlers>;
