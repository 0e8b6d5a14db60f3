import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** SQL that stands in this repository: strings in tests, fenced blocks in pages, facts, examples. Each text once. */
export function sqlOfTheSuite(): readonly string[] {
  const texts = new Set<string>();
  const add = (text: string): void => {
    if (STARTS_LIKE_SQL.test(text)) texts.add(text);
  };
  for (const path of files('test', /\.ts$/)) for (const text of stringsOf(read(path))) add(text);
  for (const path of files('test', /\.json$/)) for (const text of stringsIn(JSON.parse(read(path)))) add(text);
  for (const path of [...files('rules', /\.md$/), 'README.md'])
    for (const [, block = ''] of read(path).matchAll(/```sql[^\n]*\n([\s\S]*?)```/g)) texts.add(block);
  for (const path of files('examples', /\.sql$/)) texts.add(read(path));
  return [...texts];
}

const STARTS_LIKE_SQL =
  /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(?:alter|analyze|begin|call|cluster|comment|commit|copy|create|delete|do|drop|end|explain|grant|insert|lock|merge|refresh|reindex|reset|revoke|rollback|savepoint|select|set|show|start|table|truncate|update|vacuum|values|with)\b/i;

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

function files(folder: string, name: RegExp): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path) && !path.includes('node_modules'))
    .map((path) => join(folder, path))
    .sort();
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', v: '\v', f: '\f', '0': '\0' };

/** The constant strings of a program, as far as one can tell them without reading the program. */
function stringsOf(program: string): readonly string[] {
  return [...program.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\[\s\S])*)`/g)]
    .map(([, single, double, template]) => single ?? double ?? template ?? '')
    .filter((text) => !text.includes('${'))
    .map((text) =>
      text.replace(/\\(?:u([\da-f]{4})|([\s\S]))/gi, (_, code: string | undefined, plain: string) =>
        code === undefined ? (ESCAPES[plain] ?? plain) : String.fromCharCode(Number.parseInt(code, 16)),
      ),
    );
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
