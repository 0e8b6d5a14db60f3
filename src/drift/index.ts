export { compareCatalogs, type External } from './compare.ts';
export type { Difference } from './difference.ts';
