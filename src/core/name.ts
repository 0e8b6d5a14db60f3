/** A name as PostgreSQL stores it (unquoted parts already folded to lower case), with the schema that was written, if any. */
export interface QualifiedName {
  readonly schema: string | null;
  readonly name: string;
}

/** `public.User` or `User`: for messages and JSON, never for SQL (see `quoteName`). */
export const displayName = (name: QualifiedName): string => (name.schema === null ? name.name : `${name.schema}.${name.name}`);

/** An identifier as it must be written in SQL: always quoted, as Prisma writes it. */
export const quoteIdentifier = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** A qualified name as SQL. A schema that was not written is not invented. */
export const quoteName = (name: QualifiedName): string =>
  name.schema === null ? quoteIdentifier(name.name) : `${quoteIdentifier(name.schema)}.${quoteIdentifier(name.name)}`;

/** A string literal as SQL (standard_conforming_strings). */
export const quoteLiteral = (value: string): string => `'${value.replaceAll("'", "''")}'`;
