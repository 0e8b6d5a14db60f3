import { configSchema } from '../src/config/index.ts';
import type { Rule } from '../src/rule/index.ts';

// The parts of the documentation that are made from the rules. `npm run docs` writes them; a test fails when they are stale.

/** The block under the title of a rule's page. */
export function headOf({ meta }: Rule): string {
  const harms = meta.harms.length === 0 ? 'hygiene' : meta.harms.map((harm) => `\`${harm}\``).join(' ');
  const preset = meta.preset === 'recommended' ? '' : ` · only in the preset \`${meta.preset}\``;
  return `<!-- head -->\n\n${meta.summary}.\n\n**${meta.severity}** · ${harms}${preset}\n\n<!-- /head -->`;
}

/** A page with its head replaced. */
export const withHead = (page: string, rule: Rule): string => page.replace(/<!-- head -->(?:[\s\S]*?<!-- \/head -->)?/, () => headOf(rule));

/** The table of all rules in the README. */
export function ruleTable(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, meta }) => `| [\`${id}\`](rules/${id}.md) | ${meta.harms.join(', ') || '–'} | ${meta.severity} | ${meta.summary} |`);
  return ['| rule | harms | severity | what it looks for |', '|---|---|---|---|', ...rows].join('\n');
}

export const withRuleTable = (readme: string, rules: readonly Rule[]): string =>
  readme.replace(
    /<!-- rules:start -->[\s\S]*<!-- rules:end -->/,
    () => `<!-- rules:start -->\n${rules.length} rules; \`prisma-migration-lint explain <rule>\` prints a page.\n\n${ruleTable(rules)}\n<!-- rules:end -->`,
  );

/** The JSON schema of the configuration; what each key is for is said in `config.ts`, whose text this is. */
export function configSchemaFile(rules: readonly Rule[], configSource: string): string {
  const about = (key: string): string | undefined =>
    new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*readonly ${key}\\?:`)
      .exec(configSource.slice(configSource.indexOf('export interface Config ')))?.[1]
      ?.replaceAll(/^\s*\*\s?/gm, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  return `${JSON.stringify(configSchema(rules, about), null, 2)}\n`;
}
