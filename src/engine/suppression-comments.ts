import type { Finding, Message, Span } from '../core/index.ts';
import type { Script, SqlComment } from '../operation/index.ts';
import { invalidSuppression, type SuppressionProblem } from './own-findings.ts';
import { nearest } from './nearest.ts';

/** A rule that a comment keeps quiet, at one statement or in the whole file. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  /** Index of the statement; null: the whole file. */
  readonly statement: number | null;
  /** The directive, for when it turns out to be unused. */
  readonly span: Span;
}

export interface SuppressionComments {
  readonly suppressions: readonly Suppression[];
  /** Directives that do nothing, and why. */
  readonly problems: readonly Finding[];
}

export interface SuppressionContext {
  readonly knownRules: ReadonlySet<string>;
  /** `YYYY-MM-DD`, or null when suppressions never end. */
  readonly today: string | null;
}

const NEXT = 'migration-lint-disable-next-statement';
const FILE = 'migration-lint-disable-file';

/** Reads the directives among a file's comments. One that is wrong in any way silences nothing. */
export function readSuppressions(script: Script, context: SuppressionContext): SuppressionComments {
  const suppressions: Suppression[] = [];
  const problems: Finding[] = [];
  for (const comment of script.comments) {
    const directive = directiveOf(comment);
    if (!directive) continue;
    const result = judge(directive, comment, script, context);
    suppressions.push(...result.suppressions);
    problems.push(...result.problems);
  }
  return { suppressions, problems };
}

interface Directive {
  readonly word: string;
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until: string | null;
}

/** A comment, or a line of a block comment, that starts with `migration-lint-`. */
function directiveOf(comment: SqlComment): Directive | null {
  if (!comment.text.includes('migration-lint-')) return null;
  for (const line of comment.text.split(/\r\n|\r|\n/)) {
    const match = /^[\s*-]*(migration-lint-[A-Za-z-]*)\s*(.*)$/.exec(line);
    if (!match) continue;
    const [, word = '', rest = ''] = match;
    const cut = rest.search(/(^|\s)(--|—|–)(\s|$)/);
    const names = cut < 0 ? rest : rest.slice(0, cut);
    const said =
      cut < 0
        ? ''
        : rest
            .slice(cut)
            .replace(/^\s*(--|—|–)\s*/, '')
            .trim();
    const until = /(?:^|\s)until\s+(\d\S*)\s*$/.exec(said);
    const reason = until ? said.slice(0, until.index).trim() : said;
    return { word, rules: names.split(/[\s,]+/).filter((name) => name !== ''), reason, until: until?.[1] ?? null };
  }
  return null;
}

function judge(directive: Directive, comment: SqlComment, script: Script, context: SuppressionContext): SuppressionComments {
  const target = targetOf(directive, comment, script);
  const wrong = (problem: SuppressionProblem, what: string, todo: string): Finding => invalidSuppression(problem, message(what, todo), comment.span);
  const form = `Write it so: \`-- ${directive.word === FILE ? FILE : NEXT} ${directive.rules.join(', ') || '<rule>'} -- <reason>\`.`;
  if (directive.word !== NEXT && directive.word !== FILE)
    return only(wrong('unknown-directive', `There is no directive ${directive.word}.`, `The directives are ${NEXT} and ${FILE}.`));
  if (typeof target === 'string')
    return only(
      wrong('misplaced', target, directive.word === FILE ? 'Move it above the first statement.' : 'Move it above the statement that it is meant for.'),
    );
  if (directive.rules.length === 0) return only(wrong('without-rule', 'This suppression names no rule.', form));
  if (directive.reason === '')
    return only(wrong('without-reason', `This suppression of ${directive.rules.join(', ')} gives no reason, so it does not count.`, form));
  const ended = deadlineProblem(directive, context);
  if (ended) return only(wrong(...ended));
  const unknown = directive.rules.filter((rule) => !context.knownRules.has(rule));
  const known = directive.rules.filter((rule) => context.knownRules.has(rule));
  return {
    suppressions: known.map((rule) => ({ rule, reason: directive.reason, statement: target, span: comment.span })),
    problems: unknown.map((rule) => wrong('unknown-rule', `There is no rule ${rule}.`, suggestion(rule, context.knownRules))),
  };
}

const only = (problem: Finding): SuppressionComments => ({ suppressions: [], problems: [problem] });

const message = (what: string, todo: string): Message => ({
  what,
  why: 'The comment silences nothing as it stands, and whoever reads it believes that it does.',
  todo,
});

function suggestion(rule: string, known: ReadonlySet<string>): string {
  const near = nearest(rule, known);
  return near === null ? 'See the list of rules for their names.' : `Did you mean ${near}?`;
}

function deadlineProblem({ until, rules }: Directive, { today }: SuppressionContext): readonly [SuppressionProblem, string, string] | null {
  if (until === null) return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || Number.isNaN(Date.parse(until)))
    return ['bad-date', `"${until}" is no date.`, 'Write the last day on which the suppression counts as YYYY-MM-DD.'];
  if (today === null || today <= until) return null;
  return ['expired', `This suppression of ${rules.join(', ')} ended on ${until}.`, 'Do what it was waiting for, or give it another date and say why.'];
}

/** The statement that the directive is about, null for the file, or what is wrong with its place. */
function targetOf({ word }: Directive, comment: SqlComment, script: Script): number | null | string {
  const { statements } = script;
  if (word === FILE) {
    const [first] = statements;
    return first && comment.span.start > first.span.start ? `${FILE} belongs into the header of the file, above the first statement.` : null;
  }
  const inside = statements.find((statement) => statement.span.start < comment.span.start && comment.span.end <= statement.span.end);
  if (inside) return `${NEXT} stands inside of a statement.`;
  const next = statements.find((statement) => statement.span.start >= comment.span.end);
  return next ? next.index : `No statement comes after this ${NEXT}.`;
}
