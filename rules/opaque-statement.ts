import { defineRule, listOf, displayName } from '../src/rule/index.ts';

export const opaqueStatement = defineRule({
  id: 'opaque-statement',
  meta: { summary: 'A statement that was not understood, and therefore not checked', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    opaque: (data: { readonly because: string; readonly tables: readonly string[] }) => ({
      what: `Not checked: ${data.because}.`,
      why:
        data.tables.length > 0
          ? `What later statements say about ${listOf(data.tables)} is uncertain from here on.`
          : 'What it does to the database is not known here, and what follows may build on it.',
      todo: 'Read this statement with the four questions in mind: can it fail on rows, does it lose any, what does it lock and for how long, and what does the running release notice.',
    }),
    dynamic: () => ({
      what: 'Not checked: this block runs SQL that it puts together at run time.',
      why: 'EXECUTE of computed text cannot be read before it runs. The other statements of the block were checked.',
      todo: 'Where the text is always the same, write the statement out; a loop over a fixed list of tables is better unrolled.',
    }),
  },
  on: {
    opaque: (operation, context) => context.finding('opaque', { because: operation.because, tables: operation.tables.map(displayName) }),
    doBlock: (operation, context) => (operation.dynamic ? context.finding('dynamic', {}) : null),
  },
});
