import { join, relative, sep } from 'node:path';
import { textOf, upwards } from './read.ts';

/** A version of Prisma, and the file that says so. */
export interface FoundVersion {
  /** `6.16.1`; from a package.json maybe a range: `^7.4.0`. */
  readonly version: string;
  /** `pnpm-lock.yaml`. */
  readonly source: string;
}

/** The command first: it is what applies migrations. */
const PACKAGES = ['prisma', '@prisma/client'] as const;

/**
 * The version of Prisma that a project uses: what a lock file between it and the top of the repository pins, else the range
 * in the nearest package.json. Lock files are searched as text, since some have tens of thousands of lines.
 */
export function prismaVersionOf(root: string): FoundVersion | null {
  const folders = upwards(root);
  const ranges = folders.flatMap(rangesIn);
  for (const folder of folders) {
    for (const [file, pinned] of LOCK_FILES) {
      const text = textOf(join(folder, file));
      const member = relative(folder, root).split(sep).join('/');
      const version =
        text === null ? null : firstOf(PACKAGES, (name) => pinned(text, name, member, ranges.find((range) => range.name === name)?.version ?? null));
      if (version !== null) return { version, source: file };
    }
  }
  const [range] = ranges.filter(({ name }) => name === ranges[0]?.name);
  return range ? { version: range.version, source: 'package.json' } : null;
}

interface Range {
  readonly name: (typeof PACKAGES)[number];
  readonly version: string;
}

/** What a package.json asks for, as far as it names a version: not `latest`, `catalog:` or `workspace:*`. */
function rangesIn(folder: string): readonly Range[] {
  const text = textOf(join(folder, 'package.json')) ?? '';
  return PACKAGES.flatMap((name) => {
    const version = new RegExp(`"${name}"\\s*:\\s*"(?:npm:)?((?:[\\^~]|[<>]=?)?\\s*v?\\d[^"]*)"`).exec(text)?.[1];
    return version === undefined ? [] : [{ name, version }];
  });
}

/** The version of a package that a lock file pins for the workspace `member` (`packages/db`; the top one is ``). */
type Pinned = (text: string, name: string, member: string, range: string | null) => string | null;

const LOCK_FILES: readonly (readonly [string, Pinned])[] = [
  ['package-lock.json', inPackageLock],
  ['npm-shrinkwrap.json', inPackageLock],
  ['pnpm-lock.yaml', inPnpmLock],
  ['yarn.lock', inYarnLock],
  ['bun.lock', (text, name, member) => firstOf([`${member}/${name}`, name], (key) => captured(text, `"${quoted(key)}":\\s*\\["${quoted(name)}@([^"]+)"`))],
];

function inPackageLock(text: string, name: string, member: string): string | null {
  const places = member === '' ? [`node_modules/${name}`] : [`${member}/node_modules/${name}`, `node_modules/${name}`];
  return (
    firstOf(places, (place) => captured(text, `"${quoted(place)}":\\s*\\{\\s*"version":\\s*"([^"]+)"`)) ??
    captured(text, `^ {4}"${quoted(name)}":\\s*\\{\\s*"version":\\s*"([^"]+)"`)
  );
}

/** `importers:` has what each workspace got; before it was there, and as a last resort, the list of packages counts. */
function inPnpmLock(text: string, name: string, member: string): string | null {
  const key = quoted(member === '' ? '.' : member);
  const importer = captured(text, `^  '?${key}'?:\\n((?:    .*\\n|\\n)*)`);
  const version = importer === null ? null : captured(importer, `^ {6}'?${quoted(name)}'?:(?:\\n {8}specifier:.*\\n {8}version:)? *['"]?(\\d[^\\s('"_]*)`);
  return version ?? captured(text, `^ {2}['"]?/?${quoted(name)}[@/](\\d+\\.\\d+\\.\\d+[^:('"\\s_]*)`);
}

/** Entries are named by the ranges that they satisfy. */
function inYarnLock(text: string, name: string, _member: string, range: string | null): string | null {
  const entries = (wanted: string): string => `^(?:.*, )?"?${quoted(name)}@(?:npm:)?${wanted}(?:"?,.*|"?):\\n\\s+version:? "?([^"\\n]+)"?`;
  return (range === null ? null : captured(text, entries(quoted(range)))) ?? captured(text, entries('[^\\n]*?'));
}

const captured = (text: string, expression: string): string | null => new RegExp(expression, 'm').exec(text)?.[1] ?? null;
const quoted = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function firstOf<Item>(items: readonly Item[], find: (item: Item) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
