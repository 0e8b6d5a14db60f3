/** Keys of the datasource that Prisma 7 refuses to see, and that say nothing about tables. */
const CONNECTION = /^([ \t]*)(?=(?:url|directUrl|shadowDatabaseUrl)[ \t]*=)/gm;
const PREVIEW_FEATURES = /^([ \t]*previewFeatures[ \t]*=[ \t]*\[)([^\]]*)\]/gm;

/**
 * The schema as the newest Prisma reads it, whatever version it was written for: connection strings are commented out, and
 * preview features that are none any more taken out. Lines stay where they are.
 */
export const sanitise = (text: string, knownFeatures: ReadonlySet<string>): string =>
  text.replaceAll(CONNECTION, '$1// ').replaceAll(PREVIEW_FEATURES, (_, opening: string, list: string) => {
    const kept = [...list.matchAll(/"([^"]*)"/g)].flatMap(([quoted, name = '']) => (knownFeatures.has(name) ? [quoted] : []));
    return `${opening}${kept.join(', ')}]${'\n'.repeat(list.split('\n').length - 1)}`;
  });
