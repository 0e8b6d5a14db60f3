import { defineRule, listOf, type Operation, type RuleFacts, type Span, type Statement } from '../src/rule/index.ts';

interface Edited {
  /** Statements of the migration that Prisma would not write, and those that it would write and that no migration has. Shortened. */
  readonly own: readonly string[];
  readonly left: readonly string[];
}

/** So many are quoted; the evidence has all. */
const QUOTED = 3;

export const handEditedMigration = defineRule({
  id: 'hand-edited-migration',
  meta: {
    summary: 'The SQL is not what Prisma would write for this change of schema.prisma',
    harms: [],
    severity: 'info',
    preset: 'all',
    needs: ['generated'],
  },
  messages: {
    differs: ({ own, left }: Edited) => ({
      what: `For this change of schema.prisma Prisma would write other SQL: ${listOf([...(own.length > 0 ? [`${quoted(own)} ${own.length === 1 ? 'is' : 'are'} this migration's own`] : []), ...(left.length > 0 ? [`${quoted(left)} ${left.length === 1 ? 'is' : 'are'} not in it`] : [])])}.`,
      why: 'Somebody wrote or changed it by hand, which is often right (a backfill, CONCURRENTLY, a rename) and deserves a closer look: nobody but the author has checked that it comes to what schema.prisma says.',
      todo: 'Compare it with what `npx prisma migrate dev --create-only` writes, and say in a comment why it differs.',
    }),
  },
  on: {
    endOfMigration(view, context) {
      const { schema, history } = context;
      if (!schema?.generated || view.statements.length === 0) return null;
      const { statements, textOf } = schema.generated;
      const [here, there] = [operationsOf(view.statements), operationsOf(statements)];
      const own = view.statements.filter((statement) => !isControl(statement) && !isIn(statement, there));
      // With several new migrations, what this one does not have may stand in another.
      const left = history.reported.length === 1 ? statements.filter((statement) => !isIn(statement, here)) : [];
      if (own.length + left.length === 0) return null;
      const data: Edited = { own: own.map(({ span }) => shortened(view.textOf(span))), left: left.map(({ span }) => shortened(textOf(span))) };
      return context.finding('differs', data, { at: placeOf(own, context), evidence: { ...data }, certainty: 'certain' });
    },
  },
});

const placeOf = ([first]: readonly Statement[], { migration }: RuleFacts): Span => (first ?? migration.statements[0])?.span ?? { start: 0, end: 0 };

const quoted = (statements: readonly string[]): string =>
  listOf([...statements.slice(0, QUOTED).map((text) => `\`${text}\``), ...(statements.length > QUOTED ? [`${statements.length - QUOTED} more`] : [])]);

const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
};

/** BEGIN, COMMIT and settings say how, not what. */
const isControl = ({ operations }: Statement): boolean => operations.every(({ kind }) => kind === 'transaction' || kind === 'setVariable');

const operationsOf = (statements: readonly Statement[]): ReadonlySet<string> => new Set(statements.flatMap(({ operations }) => operations.map(spelling)));

const isIn = ({ operations }: Statement, known: ReadonlySet<string>): boolean => operations.every((operation) => known.has(spelling(operation)));

/** What an operation does, without where it stands and whether it names the schema public. */
const spelling = (operation: Operation): string =>
  JSON.stringify(operation, (key, value: unknown) => (key === 'span' ? undefined : key === 'schema' && value === 'public' ? null : value));
