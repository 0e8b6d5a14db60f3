export { StoredMemory } from './memory.ts';
export { RememberingParser } from './scripts.ts';
export { Store } from './store.ts';
