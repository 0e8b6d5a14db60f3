import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of our own package, from the sources and from what is built of them. */
function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

export function packageVersion(): string {
  return /"version":\s*"([^"]+)"/.exec(readFileSync(join(packageFolder(), 'package.json'), 'utf8'))?.[1] ?? 'unknown';
}

/** The page of one of our rules, or null: rules of the engine and of plugins have none here. */
export function rulePage(id: string): string | null {
  const path = join(packageFolder(), 'rules', `${id}.md`);
  return /^[a-z0-9-]+$/.test(id) && existsSync(path) ? readFileSync(path, 'utf8') : null;
}
