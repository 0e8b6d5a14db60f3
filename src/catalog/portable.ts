import type { Catalog } from './catalog.ts';
import { type Buckets, PersistentMap } from './persistent-map.ts';

type Portable<Part> = Part extends PersistentMap<infer Value> ? Buckets<Value> : Part;

/** A catalog without classes, so that it survives a structured clone; what its versions share is shared in it too. */
export type PortableCatalog = { readonly [Key in keyof Catalog]: Key extends 'found' ? PortableFound : Portable<Catalog[Key]> };
type PortableFound = { readonly [Key in keyof Catalog['found']]: Portable<Catalog['found'][Key]> };

export function portableCatalog(catalog: Catalog): PortableCatalog {
  const { tables, views, sequences, types, functions, indexOwners, mentionedBy, found } = catalog;
  return {
    ...catalog,
    tables: tables.buckets,
    views: views.buckets,
    sequences: sequences.buckets,
    types: types.buckets,
    functions: functions.buckets,
    indexOwners: indexOwners.buckets,
    mentionedBy: mentionedBy.buckets,
    found: { tables: found.tables.buckets, types: found.types.buckets },
  };
}

export function catalogOf(portable: PortableCatalog): Catalog {
  const { tables, views, sequences, types, functions, indexOwners, mentionedBy, found } = portable;
  return {
    ...portable,
    tables: PersistentMap.of(tables),
    views: PersistentMap.of(views),
    sequences: PersistentMap.of(sequences),
    types: PersistentMap.of(types),
    functions: PersistentMap.of(functions),
    indexOwners: PersistentMap.of(indexOwners),
    mentionedBy: PersistentMap.of(mentionedBy),
    found: { tables: PersistentMap.of(found.tables), types: PersistentMap.of(found.types) },
  };
}
