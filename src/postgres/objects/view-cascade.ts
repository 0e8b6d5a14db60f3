import { type Catalog, type RelationKey, type View, viewsOnDeep } from '../../catalog/index.ts';
import { breaks, isExisting, lock, lockIndex, loses, type Part } from '../build.ts';

export const keyOfView = (view: View): RelationKey => `${view.schema}.${view.name}`;

/** A view is gone: ACCESS EXCLUSIVE on it, and the deployed client's SELECT from it fails. It holds no rows of its own; a materialized view can be made again. */
export function goneView(catalog: Catalog, view: View, how: 'cascaded' | null): Part {
  const key = keyOfView(view);
  return {
    locks: [
      lock(catalog, key, 'ACCESS EXCLUSIVE'),
      ...view.indexes.map((index) => lockIndex(catalog, `${view.schema}.${index.name}`, key, 'ACCESS EXCLUSIVE')),
    ],
    loses: [loses('view', key, { object: view.name, how })],
    breaks: isExisting(catalog, key) ? [breaks(key, 'select', '42P01'), breaks(key, 'prepared', '42P01')] : [],
  };
}

/** CASCADE: these views, those on them, and so on. */
export function dropsViews(catalog: Catalog, views: readonly View[]): Part {
  const all = new Map(views.flatMap((view) => [view, ...viewsOnDeep(catalog, keyOfView(view))]).map((view) => [keyOfView(view), view]));
  const parts = [...all.values()].map((view) => goneView(catalog, view, 'cascaded'));
  return {
    locks: parts.flatMap((part) => part.locks ?? []),
    loses: parts.flatMap((part) => part.loses ?? []),
    breaks: parts.flatMap((part) => part.breaks ?? []),
  };
}

/** The view is elsewhere: under another name or in another schema. */
export const renamedView = (catalog: Catalog, key: RelationKey): Part => ({
  locks: [lock(catalog, key, 'ACCESS EXCLUSIVE')],
  breaks: isExisting(catalog, key) ? [breaks(key, 'select', '42P01'), breaks(key, 'prepared', '42P01')] : [],
});
