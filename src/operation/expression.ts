import type { QualifiedName, Span } from '../core/index.ts';

/**
 * A type as written, in one spelling: built-in types carry no schema and PostgreSQL's internal name
 * (`int4`, `varchar`, `bpchar`, `timestamptz`, `bool`, `float8`, `numeric`, `serial`, `bigserial`).
 */
export interface TypeName extends QualifiedName {
  /** `varchar(20)` → [20], `numeric(10,2)` → [10, 2]; interval fields and other words as strings. */
  readonly modifiers: readonly (number | string)[];
  /** 0 for a scalar, 1 for `text[]`. */
  readonly dimensions: number;
}

/**
 * An SQL expression, as far as rules and effects ask about it. What has no kind of its own is `other`, with the
 * expressions inside it, so that column references are never lost.
 */
export type Expression =
  | { readonly kind: 'literal'; readonly type: 'null' | 'boolean' | 'number' | 'string' | 'bit'; readonly value: string }
  | { readonly kind: 'column'; readonly table: string | null; readonly name: string }
  | { readonly kind: 'star'; readonly table: string | null }
  | { readonly kind: 'parameter'; readonly number: number }
  | {
      readonly kind: 'call';
      readonly function: QualifiedName;
      readonly arguments: readonly Expression[];
      readonly distinct: boolean;
      readonly star: boolean;
      /** `OVER (…)`: what the rows are partitioned and ordered by. */
      readonly over: { readonly partitionBy: readonly Expression[]; readonly orderBy: readonly Expression[] } | null;
      readonly filter: Expression | null;
    }
  /** `CURRENT_TIMESTAMP`, `CURRENT_USER`, …: the word in upper case. */
  | { readonly kind: 'sqlValue'; readonly name: string }
  /** A binary or (left null) unary operator, in its own spelling; `LIKE` is `~~`, `BETWEEN` is lowered to AND. */
  | { readonly kind: 'operator'; readonly operator: string; readonly left: Expression | null; readonly right: Expression }
  | { readonly kind: 'isDistinct'; readonly left: Expression; readonly right: Expression; readonly negated: boolean }
  | { readonly kind: 'cast'; readonly operand: Expression; readonly type: TypeName }
  /** `IS NULL`, or (negated) `IS NOT NULL`. */
  | { readonly kind: 'nullTest'; readonly operand: Expression; readonly negated: boolean }
  /** `IS TRUE`, `IS NOT FALSE`, `IS UNKNOWN`, … */
  | { readonly kind: 'booleanTest'; readonly operand: Expression; readonly test: 'true' | 'false' | 'unknown'; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  /** `x IN (a, b)`, `x = ANY (ARRAY[a, b])`. */
  | { readonly kind: 'in'; readonly operand: Expression; readonly list: readonly Expression[]; readonly negated: boolean }
  /** `EXISTS`, `x IN (SELECT …)` (= `any` with `=`), `x <> ALL (SELECT …)`, a scalar sub-select, `ARRAY(SELECT …)`. */
  | {
      readonly kind: 'subquery';
      readonly form: 'exists' | 'any' | 'all' | 'scalar' | 'array';
      readonly operand: Expression | null;
      readonly operator: string;
      readonly query: Query;
    }
  | {
      readonly kind: 'case';
      readonly operand: Expression | null;
      readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
      readonly otherwise: Expression | null;
    }
  | { readonly kind: 'coalesce'; readonly operands: readonly Expression[] }
  | { readonly kind: 'array' | 'row'; readonly elements: readonly Expression[] }
  | { readonly kind: 'collate'; readonly operand: Expression; readonly collation: QualifiedName }
  /**
   * `text`: the SQL before, between and after the operands (one piece more than operands), when it can be printed back.
   * Also used where a plain expression would say too little: `x DESC` in an ORDER BY, `days => 1` among arguments.
   */
  | { readonly kind: 'other'; readonly node: string; readonly operands: readonly Expression[]; readonly text?: readonly string[] };

/**
 * One entry of a FROM list. A join's `left`/`right` are entries again. `columns`: names that the alias gives to the columns,
 * `AS v(a, b)`; left out when it gives none.
 */
export type FromItem =
  | { readonly kind: 'table'; readonly table: QualifiedName; readonly alias: string | null; readonly columns?: readonly string[] }
  | { readonly kind: 'query'; readonly query: Query; readonly alias: string | null; readonly columns?: readonly string[]; readonly lateral?: boolean }
  | { readonly kind: 'function'; readonly call: Expression; readonly alias: string | null; readonly columns?: readonly string[] }
  | {
      readonly kind: 'join';
      readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross';
      readonly left: FromItem;
      readonly right: FromItem;
      readonly on: Expression | null;
      readonly using: readonly string[];
    };

/** One output column of a query. `name` is the alias, or null. */
export interface Target {
  readonly expression: Expression;
  readonly name: string | null;
}

/** A SELECT (or VALUES, or a set operation). */
export interface Query {
  readonly ctes: readonly CommonTable[];
  readonly targets: readonly Target[];
  readonly distinct: 'none' | 'all' | { readonly on: readonly Expression[] };
  readonly from: readonly FromItem[];
  readonly where: Expression | null;
  readonly groupBy: readonly Expression[];
  readonly having: Expression | null;
  readonly orderBy: readonly Expression[];
  readonly limit: Expression | null;
  /** Rows of a VALUES list. */
  readonly values: readonly (readonly Expression[])[];
  readonly setOperation: { readonly operator: 'union' | 'intersect' | 'except'; readonly all: boolean; readonly left: Query; readonly right: Query } | null;
  /** `FOR UPDATE`, `FOR SHARE`, …: rows are locked, tables get ROW SHARE. */
  readonly locksRows: boolean;
}

/** `WITH name AS (…)`: a query, or a data-modifying statement whose operations are the statement's too. */
export interface CommonTable {
  readonly name: string;
  readonly query: Query | null;
  readonly writes: 'insert' | 'update' | 'delete' | 'merge' | null;
  /** Names given to its columns, `WITH v(a, b) AS`; left out when there are none. */
  readonly columns?: readonly string[];
}

/** An expression at its place. */
export interface Located<Value> {
  readonly value: Value;
  readonly span: Span;
}
