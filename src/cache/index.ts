export { StoredMemory } from './memory.ts';
export { Renderings } from './renderings.ts';
export { RememberingParser } from './scripts.ts';
export { Store } from './store.ts';
