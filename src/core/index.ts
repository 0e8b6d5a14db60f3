export * from './assert.ts';
export * from './finding.ts';
export * from './folder-entry.ts';
export * from './lookup.ts';
export * from './name.ts';
export * from './report.ts';
export * from './text.ts';
export * from './schema-model.ts';
