import type { Catalog, Column, Table } from '../catalog/index.ts';
import type { QualifiedName } from '../core/index.ts';
import { children, type Expression, type TypeName } from '../operation/index.ts';
import { findCast } from './casts.ts';
import { changesCollation } from './collations.ts';
import type { ConversionProblem } from './conversions.ts';
import type { Loss, Server } from './effects.ts';
import { keyFate } from './operator-classes.ts';
import { isUtc, sessionTimeZone } from './time-zones.ts';
import { identical, isConstrained, refusesNull, type ResolvedType, resolveType, sameType } from './types.ts';
import { coerce, follow, type Transform, type TransformContext } from './using.ts';
import { columnsIn } from './volatility.ts';

/** What `ALTER COLUMN … TYPE` means for the values of a column. */
export interface TypeChange {
  readonly from: ResolvedType;
  readonly to: ResolvedType;
  /** How far the cast from the old type to the new one goes by itself: without USING, only when written, or there is none. */
  readonly cast: 'assignment' | 'explicit' | 'none';
  /** What PostgreSQL says at once when a cast is missing: 42804 (not without USING), 42846 (written, but there is none). Null: none is missing. */
  readonly refusal: '42804' | '42846' | null;
  /** Every row is written anew, and every index of the table is built anew. */
  readonly rewrite: boolean;
  /** A plain btree index on the column: its file is used again, or it is built anew. */
  readonly indexes: 'kept' | 'rebuilt';
  /** Values that stop it; null: every value of the old type arrives. */
  readonly canFail: ConversionProblem | null;
  /** How values change silently; null: they do not. */
  readonly loses: Loss['how'];
  /** What gets lost is information, not only blanks at the end. */
  readonly losesData: boolean;
  /** Values that were different may compare equal now, so that unique keys can break. */
  readonly coarser: boolean;
  /** A prepared SELECT of the column dies (0A000): its result type, modifiers or collation changed. */
  readonly prepared: boolean;
  /** The new type is a domain that checks values, or refuses NULL. */
  readonly domain: { readonly checks: boolean; readonly notNull: boolean };
  /** The USING expression holds a sub-select, which PostgreSQL refuses (0A000). */
  readonly subquery: boolean;
}

export interface TypeChangeRequest {
  readonly type: TypeName;
  readonly using: Expression | null;
  readonly collation: QualifiedName | null;
}

/** Works the change out by mechanism: casts, length coercions, collations, time zone and version. */
export function typeChange(table: Table, column: Column, request: TypeChangeRequest, catalog: Catalog, server: Server): TypeChange {
  const from = resolveType(column.type, catalog);
  const to = resolveType(request.type, catalog);
  const context = contextOf(table, column, catalog, server);
  const start: Transform = { type: from, plain: true, conversion: { problem: null, loses: null, blanksOnly: false }, via: null, missing: null };
  const value = request.using ? follow(request.using, context) : start;
  const stored = coerce(value, to, false, context);
  const overwritten = request.using !== null && !columnsIn(request.using).has(column.name);
  const loses = overwritten ? 'overwritten' : stored.conversion.loses;
  const collation = changesCollation(column, from, to, request.collation);
  return {
    from,
    to,
    cast: castOf(from, to, server),
    refusal: stored.missing === null ? null : stored.missing.written ? '42846' : '42804',
    rewrite: !stored.plain,
    indexes: !stored.plain || collation || keyFate(from, to, 'btree', null) !== 'same' ? 'rebuilt' : 'kept',
    canFail: overwritten ? null : stored.conversion.problem,
    loses,
    losesData: loses !== null && (overwritten || !stored.conversion.blanksOnly),
    coarser: loses !== null || becomesCaseBlind(from, to),
    prepared: !identical(from, to) || collation,
    domain: { checks: isConstrained(to) && !sameType(from, to), notNull: refusesNull(to) && !sameType(from, to) },
    subquery: request.using !== null && hasSubquery(request.using),
  };
}

function contextOf(table: Table, column: Column, catalog: Catalog, server: Server): TransformContext {
  const utc = isUtc(sessionTimeZone(catalog, server));
  return { table, column: column.name, catalog, utc, freeZone: utc && server.version >= 12, version: server.version };
}

function castOf(from: ResolvedType, to: ResolvedType, server: Server): TypeChange['cast'] {
  const cast = findCast(from, to, server.version);
  if (cast === null) return 'none';
  return cast.context === 'explicit' ? 'explicit' : 'assignment';
}

const becomesCaseBlind = (from: ResolvedType, to: ResolvedType): boolean => to.name === 'citext' && from.name !== 'citext';

const hasSubquery = (expression: Expression): boolean => expression.kind === 'subquery' || children(expression).some(hasSubquery);
