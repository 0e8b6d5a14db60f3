import type { Catalog } from '../catalog/index.ts';
import type { Server } from './effects.ts';

/** The session's time zone: what statements of the migration set, else the server's; null: not known. */
export const sessionTimeZone = (catalog: Catalog, server: Server): string | null => catalog.timeZone ?? server.timeZone;

/** Zones that never had another offset than 0 (tz database: Etc/*, their links, and POSIX forms of it). */
const UTC = /^(etc\/)?(utc|uct|gmt|gmt[-+]?0|greenwich|universal|zulu)$|^utc[-+]?0(:?00)?$|^(<[-+]?00>)?[-+]?0+(:00)?$/i;

/** Is it UTC, or the same as it? A zone that nobody knows is taken as UTC, as managed servers and containers have it. */
export const isUtc = (timeZone: string | null): boolean => timeZone === null || UTC.test(timeZone.trim().replace(/^'(.*)'$/, '$1'));
