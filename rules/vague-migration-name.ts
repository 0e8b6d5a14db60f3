import { defineRule, WHOLE_FILE } from '../src/rule/index.ts';

export const vagueMigrationName = defineRule({
  id: 'vague-migration-name',
  meta: { summary: 'A name that does not say what the migration does', harms: [], severity: 'info', preset: 'recommended' },
  messages: {
    vague: ({ name }: { readonly name: string }) => ({
      what: name === '' ? 'The migration has a timestamp and no name.' : `The name "${name}" does not say what the migration does.`,
      why: 'The name is all that a list of migrations shows: in the folder, in the output of a deploy, in `_prisma_migrations`, and in the message about the one that failed.',
      todo: 'Name what changes (`add_user_phone`, `drop_legacy_tokens`), before the migration is applied anywhere: afterwards Prisma takes a renamed folder for a new migration.',
    }),
  },
  on: {
    endOfMigration(view, { finding, history }) {
      const name = view.name.replace(/^\d+[_-]?/, '');
      // Whoever numbers migrations by hand says enough elsewhere; Prisma's timestamps end in "_" when no name was given.
      const isNumber = name === '' && !/^\d{14}_$/.test(view.name);
      return view.entry !== null || history.position === 0 || isNumber || !isVague(name)
        ? null
        : finding('vague', { name }, { at: WHOLE_FILE, certainty: 'certain' });
    },
  },
});

/** Words that fit every migration. Names that hold any other word say something. */
const EMPTY = new Set(
  (
    'update updates updated updating fix fixes fixed fixing bugfix hotfix change changes changed modify modified migration migrations migrate ' +
    'schema schemas db database prisma sql model models table tables new wip test tests testing tmp temp misc stuff more again final copy ' +
    'minor small some various the and of init initial v patch tweak tweaks cleanup'
  ).split(' '),
);

const isVague = (name: string): boolean =>
  name
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
    .every((word) => EMPTY.has(word));
