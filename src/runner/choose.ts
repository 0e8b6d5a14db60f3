import type { RunnerName } from '../core/index.ts';
import type { Runner } from './model.ts';

/** What is known about the Prisma that will apply the migrations. */
export interface PrismaVersion {
  /** `6.16.1`, or a range of package.json: `^7.4.0`. */
  readonly version: string;
  /** Where it was read: `package-lock.json`. */
  readonly source: string;
}

/** From this version on, Prisma sends a migration statement by statement (prisma-engines#5767). */
const SPLITS_SINCE = { major: 7, minor: 4 } as const;

/**
 * How migrations will be executed. `override` is the user's word. A version that nobody knows is taken as one that sends the
 * file as one transaction: it is what most installations do, and the stricter of the two for what may stand in a file.
 */
export function chooseRunner(given: { readonly prisma: PrismaVersion | null; readonly override?: 'prisma' | 'generic' | null }): Runner {
  const { prisma, override } = given;
  if (override === 'generic') return { name: 'generic', because: 'plain SQL, as configured', prismaVersion: prisma?.version ?? null };
  if (!prisma) return { name: 'prisma-one-transaction', because: 'version of Prisma unknown, taken as 7.3 or older', prismaVersion: null };
  const name = runnerOf(prisma.version);
  if (name) return { name, because: `prisma ${prisma.version} (${prisma.source})`, prismaVersion: prisma.version };
  return {
    name: 'prisma-one-transaction',
    because: `prisma "${prisma.version}" (${prisma.source}) is no version, taken as 7.3 or older`,
    prismaVersion: prisma.version,
  };
}

/** Null: not a version. Of a range, the newest release that it admits counts, because that is what gets installed. */
function runnerOf(version: string): RunnerName | null {
  const match = /^\s*(\^|~|>=|>)?\s*v?(\d+)(?:\.(\d+|x|\*))?/.exec(version);
  if (!match) return null;
  const [, operator = '', majorText = '', minorText] = match;
  const major = Number(majorText);
  const open = operator === '^' || operator.startsWith('>') || minorText === undefined || minorText === 'x' || minorText === '*';
  const minor = open ? Number.POSITIVE_INFINITY : Number(minorText);
  const newest = operator.startsWith('>') ? Number.POSITIVE_INFINITY : major;
  const splits = newest > SPLITS_SINCE.major || (newest === SPLITS_SINCE.major && minor >= SPLITS_SINCE.minor);
  return splits ? 'prisma-per-statement' : 'prisma-one-transaction';
}
