export { serve } from './server.ts';
export { type Buffer, type LoadedProject, type Place, type RulePage, Trouble, type Workspace } from './workspace.ts';
