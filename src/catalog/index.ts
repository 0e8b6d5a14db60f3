export * from './catalog.ts';
export * from './model.ts';
export { PersistentMap } from './persistent-map.ts';
