import type { DefElem, Node, RangeVar } from 'libpg-query';
import type { QualifiedName, Span } from '../../core/index.ts';
import type { Token } from '../lexer.ts';

/** What lowering one statement needs to know besides its tree. */
export interface Context {
  /** The statement's. */
  readonly span: Span;
  /** Inside a DO block or another construct that may or may not run it. */
  readonly conditional: boolean;
  /** The statement's, without comments. */
  readonly tokens: readonly Token[];
  /** UTF-16 offset in the file of a location (a byte) that the tree names. */
  readonly offsetOf: (location: number) => number;
}

/** The grammar's names of nodes: `AlterTableStmt`, `RangeVar`, … */
export type NodeKind = Node extends infer Each ? (Each extends unknown ? keyof Each : never) : never;
type Wrapped<Kind extends NodeKind, Each = Node> = Each extends Readonly<Record<Kind, infer Inside>> ? Inside : never;
export type NodeOf<Kind extends NodeKind> = Wrapped<Kind>;

/** What is inside a node of that kind; undefined for other kinds and for none. */
export function as<Kind extends NodeKind>(node: Node | undefined, kind: Kind): NodeOf<Kind> | undefined {
  const inside: Partial<Record<NodeKind, unknown>> = node ?? {};
  return inside[kind] as NodeOf<Kind> | undefined;
}

/** A node is an object with one key, its kind. */
export const kindOf = (node: Node): string => Object.keys(node)[0] ?? 'unknown';

/** The text of a name or of a constant string, or null. */
export function stringOf(node: Node | undefined): string | null {
  const name = as(node, 'String');
  if (name) return name.sval ?? '';
  const constant = as(node, 'A_Const')?.sval;
  return constant ? (constant.sval ?? '') : null;
}

/** The names in a list; other nodes are left out. */
export const stringsOf = (nodes: readonly Node[] | undefined): readonly string[] => (nodes ?? []).flatMap((node) => stringOf(node) ?? []);

/** `a`, `s.a` or `database.s.a`. */
export function nameFrom(nodes: readonly Node[] | undefined): QualifiedName {
  const parts = stringsOf(nodes);
  return { schema: parts.at(-2) ?? null, name: parts.at(-1) ?? '' };
}

export const relationName = (relation: RangeVar | undefined): QualifiedName => ({ schema: relation?.schemaname ?? null, name: relation?.relname ?? '' });

/** The name of what DROP, RENAME, COMMENT, GRANT … act on, in any of the shapes that the grammar gives it. */
export function nameOfObject(node: Node | undefined): QualifiedName {
  const relation = as(node, 'RangeVar');
  if (relation) return relationName(relation);
  const parts = as(node, 'List')?.items ?? as(node, 'TypeName')?.names ?? as(node, 'ObjectWithArgs')?.objname;
  return parts ? nameFrom(parts) : { schema: null, name: stringOf(node) ?? '' };
}

/** The tables that a tree names anywhere, in order, each once. */
export function relationsIn(tree: unknown): readonly QualifiedName[] {
  const found = new Map<string, QualifiedName>();
  const pending: unknown[] = [tree];
  while (pending.length > 0) {
    const each = pending.pop();
    if (typeof each !== 'object' || each === null) continue;
    if ('relname' in each && typeof each.relname === 'string') {
      const schema = 'schemaname' in each && typeof each.schemaname === 'string' ? each.schemaname : null;
      found.set(JSON.stringify([schema, each.relname]), { schema, name: each.relname });
    }
    pending.push(...Object.values(each).reverse());
  }
  return [...found.values()];
}

/** The `name = value` options of a list, in order. */
export const optionsOf = (nodes: readonly Node[] | undefined): readonly DefElem[] => (nodes ?? []).flatMap((node) => as(node, 'DefElem') ?? []);

/** The value of an option as text, or null. */
export function optionWord(option: DefElem | undefined): string | null {
  const integer = as(option?.arg, 'Integer');
  if (integer) return String(integer.ival ?? 0);
  const boolean = as(option?.arg, 'Boolean');
  if (boolean) return String(boolean.boolval ?? false);
  return as(option?.arg, 'Float')?.fval ?? stringOf(option?.arg);
}

/** Is a boolean option on? Written without a value, it is. */
export function isTrue(option: DefElem | undefined): boolean {
  if (!option) return false;
  return option.arg === undefined || !['false', 'off', 'no', '0'].includes((optionWord(option) ?? '').toLowerCase());
}
