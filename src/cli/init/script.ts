import { join } from 'node:path';
import { type Proposal, textOf } from './proposal.ts';

const SCRIPT = 'lint:migrations';

/** A script in package.json: one line more, and nothing else touched. */
export function scriptProposal(folder: string): Proposal {
  const path = join(folder, 'package.json');
  const text = textOf(path);
  const line = `"${SCRIPT}": "prisma-migration-lint"`;
  const byHand = (because: string): Proposal => ({ is: 'leave', path, because, snippet: `"scripts": { ${line} }\n` });
  if (text === null) return byHand('there is none; this is the script');
  if (scriptsIn(text)?.has(SCRIPT)) return { is: 'leave', path, because: `it has the script ${SCRIPT} already`, snippet: null };
  const changed = withLine(text, line);
  return changed !== null && scriptsIn(changed)?.has(SCRIPT) ? { is: 'add', path, added: `${line}\n`, text: changed } : byHand('add this by hand');
}

function withLine(text: string, line: string): string | null {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const scripts = /\n[ \t]*"scripts"\s*:\s*\{(\s*\})?/.exec(text);
  if (scripts !== null) {
    const open = scripts.index + scripts[0].indexOf('{') + 1;
    const isEmpty = scripts[1] !== undefined;
    return `${text.slice(0, open)}${end}${indent}${indent}${line}${isEmpty ? `${end}${indent}` : ','}${text.slice(isEmpty ? open + (scripts[1]?.length ?? 1) - 1 : open)}`;
  }
  const brace = text.indexOf('{');
  if (brace < 0) return null;
  const isEmpty = /^\s*\}/.test(text.slice(brace + 1));
  return `${text.slice(0, brace + 1)}${end}${indent}"scripts": {${end}${indent}${indent}${line}${end}${indent}}${isEmpty ? end : ','}${text.slice(brace + 1).replace(isEmpty ? /^\s*/ : /^$/, '')}`;
}

/** Names of the scripts. Null: it is no package.json. */
function scriptsIn(text: string): ReadonlySet<string> | null {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\ufeff/, ''));
    const scripts: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'scripts') : undefined;
    return new Set(typeof scripts === 'object' && scripts !== null ? Object.keys(scripts) : []);
  } catch {
    return null;
  }
}
