/** Keys of the datasource that Prisma 7 refuses to see, and that say nothing about tables. */
const CONNECTION = /^([ \t]*)(?=(?:url|directUrl|shadowDatabaseUrl)[ \t]*=)/gm;
const PREVIEW_FEATURES = /^([ \t]*previewFeatures[ \t]*=[ \t]*\[)([^\]]*)\]/gm;
/** A view, up to the closing brace, which stands alone. */
const VIEW = /^([ \t]*)view(?=[ \t]+\w+[ \t]*\{[^\n]*\n([\s\S]*?)^[ \t]*\})/gm;
const KEY = /@@?(?:id|unique)\b/;

/**
 * The schema as the newest Prisma reads it, whatever version it was written for: connection strings are commented out, preview
 * features that are none any more are left out, and views with keys, which only earlier versions took, are models. Lines stay
 * where they are.
 */
export const sanitise = (text: string, knownFeatures: ReadonlySet<string>): string =>
  text
    .replaceAll(CONNECTION, '$1// ')
    .replaceAll(PREVIEW_FEATURES, (_, opening: string, list: string) => {
      const kept = [...list.matchAll(/"([^"]*)"/g)].flatMap(([quoted, name = '']) => (knownFeatures.has(name) ? [quoted] : []));
      return `${opening}${kept.join(', ')}]${'\n'.repeat(list.split('\n').length - 1)}`;
    })
    .replaceAll(VIEW, (view, indent: string, body: string) => (KEY.test(body) ? `${indent}model` : view));
