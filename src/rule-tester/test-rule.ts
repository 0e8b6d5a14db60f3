import type { Diagnostic } from '../core/index.ts';
import { createLibpgQueryParser, type Parser } from '../parsers/index.ts';
import type { Rule } from '../rule/index.ts';
import { adviceOf } from './advice.ts';
import type { Cases, Framework, InvalidCase, ValidCase } from './case.ts';
import { applied, checkFindings, checkMessage, expectedOf, listed, spanOf, underlined } from './expect.ts';
import { filesOf, lintFiles } from './run-case.ts';
import { type Spelling, spellings } from './spellings.ts';

/**
 * Declares the tests of a rule: whole migrations in which it finds what is said, or nothing. Every case is also run in other
 * spellings, which must not change the findings; advice and fixes are followed, and must silence the rule; every message of
 * the rule must occur.
 */
export function testRule(rule: Rule, cases: Cases, framework: Framework = globalFramework()): void {
  const { describe, it } = framework;
  const bench = new Bench(rule);
  describe(rule.id, () => {
    describe('valid', () => {
      for (const one of cases.valid) it(titleOf(one), () => bench.valid(one));
    });
    describe('invalid', () => {
      for (const one of cases.invalid) it(titleOf(one), () => bench.invalid(one));
    });
    it('has no case twice, and a case for every message', () => bench.whole(cases));
  });
}

function globalFramework(): Framework {
  const describe: unknown = Reflect.get(globalThis, 'describe');
  const it: unknown = Reflect.get(globalThis, 'it');
  if (typeof describe !== 'function' || typeof it !== 'function')
    throw new Error('testRule needs a test framework: pass { describe, it } as its third argument');
  return { describe: (name, body) => describe(name, body), it: (name, body) => it(name, body) };
}

const titleOf = ({ name, sql }: ValidCase): string => name ?? sql.trim().replaceAll(/\s+/g, ' ');

/** Runs the cases of one rule with one parser. */
class Bench {
  readonly #rule: Rule;
  readonly #seen = new Set<string>();
  #parser: Promise<Parser> | undefined;

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  async valid(one: ValidCase): Promise<void> {
    const parser = await this.#load(one);
    const findings = this.#lint(parser, one);
    if (findings.length > 0) throw new Error(`expected no finding, got ${findings.length}:\n${listed(findings, one.sql)}`);
    for (const { spelling, rewritten } of this.#rewritings(parser, one)) {
      const found = this.#lint(parser, { ...one, sql: rewritten });
      if (found.length > 0) throw new Error(`${spelling.name}, it is not silent:\n${rewritten}\n${listed(found, rewritten)}`);
    }
  }

  async invalid(one: InvalidCase): Promise<void> {
    const parser = await this.#load(one);
    const findings = this.#lint(parser, one);
    checkFindings(findings, expectedOf(one), one.sql);
    for (const finding of findings) {
      checkMessage(finding);
      if (finding.messageId !== undefined) this.#seen.add(finding.messageId);
      if (one.advice !== false) this.#followAdvice(parser, one, finding);
      this.#applyFixes(parser, one, finding, findings.length);
    }
    for (const { spelling, rewritten } of this.#rewritings(parser, one)) this.#compare(parser, one, findings, spelling, rewritten);
  }

  /** Runs last: by then the invalid cases have said which messages there are. */
  async whole({ valid, invalid }: Cases): Promise<void> {
    const keys = [...valid, ...invalid].map(({ name: _, ...rest }) => JSON.stringify(rest));
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined) throw new Error(`this case is there twice: ${twice}`);
    for (const one of invalid) for (const expected of expectedOf(one)) spanOf(expected, one.sql);
    if (this.#seen.size === 0) for (const one of invalid) for (const finding of this.#lint(await this.#load(one), one)) this.#seen.add(finding.messageId ?? '');
    const unseen = this.#rule.messageIds.filter((id) => !this.#seen.has(id));
    if (unseen.length > 0) throw new Error(`no invalid case gives the message ${unseen.join(', ')}`);
  }

  async #load(one: ValidCase): Promise<Parser> {
    this.#parser ??= createLibpgQueryParser();
    const parser = await this.#parser;
    for (const sql of one.broken ? [] : [...(one.given ?? []), one.sql]) {
      const [problem] = parser.parse(sql).problems;
      if (problem) throw new Error(`the case is wrong: ${problem.message}\n${sql}`);
    }
    return parser;
  }

  #lint(parser: Parser, one: ValidCase): readonly Diagnostic[] {
    return this.#own(lintFiles(parser, this.#rule, one, filesOf(one)));
  }

  /** The rule's own findings; what the engine says instead of one is the end of the test. */
  #own(findings: readonly Diagnostic[]): readonly Diagnostic[] {
    const crash = findings.find((finding) => finding.rule === 'rule-crashed');
    if (crash) throw new Error(crash.message);
    return findings.filter((finding) => finding.rule === this.#rule.id);
  }

  #rewritings(parser: Parser, one: ValidCase): readonly { readonly spelling: Spelling; readonly rewritten: string }[] {
    if (one.onlyAsWritten === true || one.broken === true) return [];
    return spellings(parser, tablesOf(parser, [...(one.given ?? []), one.sql])).flatMap((spelling) => {
      const rewritten = spelling.rewrite(one.sql);
      return rewritten === null || rewritten === one.sql ? [] : [{ spelling, rewritten }];
    });
  }

  #compare(parser: Parser, one: InvalidCase, usual: readonly Diagnostic[], spelling: Spelling, rewritten: string): void {
    const found = this.#lint(parser, { ...one, sql: rewritten });
    const gist = (findings: readonly Diagnostic[], sql: string): string =>
      JSON.stringify(spelling.regroups ? essence(findings) : findings.map((finding) => picture(finding, sql)));
    if (gist(found, rewritten) === gist(usual, one.sql)) return;
    throw new Error(`${spelling.name}, the findings differ:\n${rewritten}\n${listed(found, rewritten)}\ninstead of\n${listed(usual, one.sql)}`);
  }

  /** The SQL that the message prints, instead of the statement that it is about. */
  #followAdvice(parser: Parser, one: InvalidCase, finding: Diagnostic): void {
    const advised = adviceOf(finding.todo);
    if (advised.length === 0) return;
    for (const { sql } of advised) {
      const [problem] = parser.parse(sql).problems;
      if (problem) throw new Error(`the SQL that "todo" advises is none: ${problem.message}\n${sql}`);
    }
    const before = textBefore(parser, one.sql, finding.statement);
    const files = advised.map(({ sql }, index) => ({ name: `20250103${String(index).padStart(6, '0')}_advised`, sql }));
    const given = [...(one.given ?? []), ...(before.trim() === '' ? [] : [before])];
    const linted = lintFiles(parser, this.#rule, one.given || given.length > 0 ? { ...one, given } : one, { given, tested: files });
    const found = this.#own(linted).filter(({ severity }) => severity !== 'info');
    if (found.length > 0)
      throw new Error(
        `following the advice does not silence the rule:\n${advised.map(({ sql }) => sql).join('\n')}\n${found.map(({ message }) => message).join('\n')}`,
      );
  }

  #applyFixes(parser: Parser, one: InvalidCase, finding: Diagnostic, count: number): void {
    for (const fix of finding.fixes) {
      const fixed = applied(fix, one.sql);
      const [problem] = parser.parse(fixed).problems;
      if (problem) throw new Error(`the fix "${fix.title}" makes what is no SQL: ${problem.message}\n${fixed}`);
      const found = this.#lint(parser, { ...one, sql: fixed });
      if (found.length >= count) throw new Error(`the fix "${fix.title}" does not take the finding away:\n${fixed}\n${listed(found, fixed)}`);
    }
  }
}

/** The statements before one of a text. */
function textBefore(parser: Parser, sql: string, index: number | null): string {
  const statement = index === null ? undefined : parser.parse(sql).statements[index];
  return statement ? sql.slice(0, statement.span.start) : '';
}

/** What stays the same when the text is written in another way. */
const picture = (finding: Diagnostic, sql: string): readonly unknown[] => [
  finding.messageId,
  finding.severity,
  finding.harms,
  finding.certainty,
  finding.table,
  finding.column,
  underlined(finding, sql).replaceAll('/* note */', '').replaceAll('"public".', '').replaceAll(/\s+/g, '').toLowerCase(),
];

/** What stays the same when statements are cut in another way. */
const essence = (findings: readonly Diagnostic[]): readonly string[] =>
  [...new Set(findings.flatMap((finding) => finding.harms.map((harm) => `${finding.messageId ?? ''} ${harm}`)))].sort();

function tablesOf(parser: Parser, texts: readonly string[]): ReadonlySet<string> {
  const operations = texts.flatMap((text) => parser.parse(text).statements.flatMap((statement) => statement.operations));
  return new Set(
    operations.flatMap((operation) => ('table' in operation && operation.table !== null && operation.table.schema === null ? [operation.table.name] : [])),
  );
}
