import type { Finding } from '../core/index.ts';
import type { Located } from './diagnostic.ts';
import { unusedSuppression } from './own-findings.ts';
import type { ConfiguredSuppression, MigrationId } from './policy.ts';
import type { Suppression } from './suppression-comments.ts';

/** A finding that somebody keeps quiet. */
export interface Silenced {
  readonly located: Located;
  readonly reason: string;
  readonly by: 'comment' | 'config';
}

export interface Sifted {
  readonly heard: readonly Located[];
  readonly silenced: readonly Silenced[];
  readonly unused: readonly Finding[];
  /** Entries of the configuration that silenced something. */
  readonly usedEntries: readonly ConfiguredSuppression[];
}

export interface Silencers {
  readonly comments: readonly Suppression[];
  /** Those that have not ended, for this migration. */
  readonly entries: readonly ConfiguredSuppression[];
  /** Is the rule on here? A comment for one that is off is not called unused. */
  readonly isOn: (rule: string) => boolean;
}

/** Takes out what comments and configuration keep quiet. Mistakes in suppressions cannot be suppressed by comments. */
export function sift(found: readonly Located[], { comments, entries, isOn }: Silencers): Sifted {
  const usedComments = new Set<Suppression>();
  const usedEntries = new Set<ConfiguredSuppression>();
  const heard: Located[] = [];
  const silenced: Silenced[] = [];
  for (const located of found) {
    const comment = comments.find((suppression) => covers(suppression, located));
    const entry = entries.find((candidate) => candidate.rule === located.finding.rule);
    if (comment) usedComments.add(comment);
    if (entry) usedEntries.add(entry);
    if (comment) silenced.push({ located, reason: comment.reason, by: 'comment' });
    else if (entry) silenced.push({ located, reason: entry.reason, by: 'config' });
    else heard.push(located);
  }
  const unused = comments.filter((suppression) => !usedComments.has(suppression) && isOn(suppression.rule));
  return { heard, silenced, unused: unused.map(({ rule, span }) => unusedSuppression(rule, span)), usedEntries: [...usedEntries] };
}

const covers = ({ rule, statement }: Suppression, located: Located): boolean =>
  rule === located.finding.rule && (statement === null || statement === located.statement?.index);

export const isFor = (entry: ConfiguredSuppression, migration: MigrationId): boolean => entry.migration === migration.name;
export const hasEnded = (entry: ConfiguredSuppression, today: string | null): boolean => today !== null && entry.until !== undefined && entry.until < today;

/**
 * Notes about entries that silence nothing. Only judged for migrations that were reported on; one configuration may serve
 * several projects, so that an entry needs its migration in one of them only.
 */
export function notesOnEntries(
  all: ReadonlySet<ConfiguredSuppression>,
  used: ReadonlySet<ConfiguredSuppression>,
  seen: { readonly replayed: ReadonlySet<string>; readonly reported: ReadonlySet<string> },
  today: string | null,
): readonly string[] {
  return [...all].flatMap((entry) => {
    if (used.has(entry)) return [];
    const name = `the configured suppression of ${entry.rule} in ${entry.migration}`;
    if (hasEnded(entry, today)) return [`${name} ended on ${entry.until ?? ''}`];
    if (!seen.replayed.has(entry.migration)) return [`${name} is for a migration that was not found`];
    return seen.reported.has(entry.migration) ? [`${name} silences nothing`] : [];
  });
}
