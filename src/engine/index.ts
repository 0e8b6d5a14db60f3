export { NEWEST_POSTGRES, POSTGRES_VERSIONS } from '../postgres/index.ts';
export { chooseRunner } from '../runner/index.ts';
export { type InspectedStatement, type Inspection, type InspectRequest, inspect } from './inspect.ts';
export { lint } from './lint.ts';
export { nearest } from './nearest.ts';
export { ENGINE_RULES } from './own-findings.ts';
export * from './policy.ts';
export { type ReplayedMigration, replay, type ReplayRequest } from './replay.ts';
export * from './request.ts';
