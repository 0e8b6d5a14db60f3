import { buildConcurrently, concurrentForm, concurrentIndexSteps, defineRule, keyOf, label, type RunnerName } from '../src/rule/index.ts';

interface Build {
  readonly table: string;
  readonly index: string;
  /** CREATE INDEX CONCURRENTLY …, without the semicolon. */
  readonly create: string;
  readonly runner: RunnerName;
  readonly alone: boolean;
  readonly reads: boolean;
  readonly heldSince: number | null;
}

export const blockingIndexBuild = defineRule({
  id: 'blocking-index-build',
  meta: { summary: 'An index is built on an existing table while its writes wait', harms: ['blocks'], severity: 'warning', preset: 'recommended' },
  messages: {
    builds: (data: Build) => ({
      what: `Building ${data.index === '' ? 'this index' : data.index} keeps ${data.reads ? 'reads and writes' : 'writes'} of ${label(data.table)} waiting until it is done.`,
      why:
        data.heldSince === null
          ? `CREATE INDEX reads the whole table under a SHARE lock: every INSERT, UPDATE and DELETE waits, for minutes on a large table${data.runner === 'prisma-one-transaction' && !data.alone ? ', and until the end of the whole file, because Prisma runs it as one transaction' : ''}.`
          : `An earlier statement of this transaction (number ${data.heldSince + 1} in the file) already locks ${label(data.table)} exclusively, and the build reads the whole table under that lock.`,
      todo: [
        'Build it without stopping writes:',
        ...concurrentIndexSteps(data.create, data.index, data.runner),
        `If ${label(data.table)} is small and stays so, say it in the configuration: \`tables: { ${JSON.stringify(label(data.table))}: 'small' }\`.`,
      ].join('\n'),
    }),
  },
  on: {
    createIndex(operation, context) {
      const [blocking] = context.step.blocking;
      if (!blocking || context.effects.fails.some(({ cause }) => cause.what === 'duplicates')) return null;
      const table = keyOf(context.before, operation.table);
      const data: Build = {
        table,
        index: operation.index.name ?? '',
        create: concurrentForm(operation) ?? '',
        runner: context.runner.name,
        alone: context.migration.statements.length === 1,
        reads: blocking.blocks === 'reads-and-writes',
        heldSince: blocking.heldSince,
      };
      return context.finding('builds', data, {
        certainty: 'depends-on-size',
        subject: { table },
        evidence: { lock: blocking.mode, work: blocking.work.what },
        fixes: buildConcurrently(operation, context.step, context),
      });
    },
  },
});
