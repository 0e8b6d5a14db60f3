import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of our own package, from the sources and from what is built of them. */
function packageFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`no package.json above ${import.meta.dirname}: the package is not complete`);
  }
}

export function packageVersion(): string {
  return /"version":\s*"([^"]+)"/.exec(readFileSync(join(packageFolder(), 'package.json'), 'utf8'))?.[1] ?? 'unknown';
}

/** Rules of ours that have a page: those of the engine and of plugins have none here. */
export const rulesWithPages = (): ReadonlySet<string> =>
  new Set(readdirSync(join(packageFolder(), 'rules')).flatMap((name) => (name.endsWith('.md') ? [name.slice(0, -3)] : [])));

export const rulePagePath = (id: string): string => join(packageFolder(), 'rules', `${id}.md`);

/** The page of a rule, or null. */
export const rulePage = (id: string): string | null => (rulesWithPages().has(id) ? readFileSync(rulePagePath(id), 'utf8') : null);
