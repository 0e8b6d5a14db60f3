import { apply, beginMigration, type Catalog, emptyCatalog } from '../../src/catalog/index.ts';
import { createLibpgQueryParser } from '../../src/parsers/index.ts';

const parser = await createLibpgQueryParser();

/** Replays SQL texts as migrations `m1`, `m2`, … of a history that starts from an empty database, unless told otherwise. */
export function replay(migrations: string | readonly string[], start: Catalog = emptyCatalog(true)): Catalog {
  const texts = typeof migrations === 'string' ? [migrations] : migrations;
  return texts.reduce((catalog, text, index) => {
    const script = parser.parse(text);
    const [problem] = script.problems;
    if (problem) throw new Error(`${problem.message} in: ${text}`);
    const migration = `m${index + 1}`;
    const operations = script.statements.flatMap((statement) => statement.operations.map((operation) => ({ operation, statement: statement.index })));
    return operations.reduce((sum, { operation, statement }) => apply(sum, operation, { migration, statement }), beginMigration(catalog, migration));
  }, start);
}
