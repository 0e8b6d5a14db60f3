export { type Config, defineConfig } from './config/index.ts';
export type {
  Certainty,
  Diagnostic,
  Edit,
  Evidence,
  Fix,
  Harm,
  Message,
  ProjectReport,
  Report,
  SchemaModel,
  Severity,
  Summary,
  Suppressed,
} from './core/index.ts';
export {
  chooseRunner,
  type InspectedStatement,
  type Inspection,
  type InspectRequest,
  inspect,
  lint,
  type LintRequest,
  type LintResult,
  type MigrationInput,
  type Policy,
  policyOf,
  type ProjectInput,
  type RuleSetting,
} from './engine/index.ts';
export { createLibpgQueryParser, createPgsqlAstParser, type Parser } from './parsers/index.ts';
export { definePlugin, defineRule, type Plugin, type Rule, type Runner, type Server } from './rule/index.ts';
