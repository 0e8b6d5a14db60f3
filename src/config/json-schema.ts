import type { Rule } from '../rule/index.ts';
import { type Check, type JsonSchema, schemaOf } from './check.ts';
import { CHECKS, ruleEntry } from './shape.ts';

/**
 * The JSON schema of a configuration that is written as JSON (draft 7), made of the same checks that read one. `about` says
 * what a key is for. Plugins are values, which JSON cannot hold.
 */
export function configSchema(rules: readonly Rule[], about: (key: string) => string | undefined): JsonSchema {
  const { plugins: _, ...checks } = CHECKS;
  const entries: readonly (readonly [string, Check<unknown>])[] = Object.entries(checks);
  const properties = entries.map(([key, check]) => {
    const description = about(key);
    const schema = key === 'rules' ? { type: 'object', properties: namedRules(rules), additionalProperties: ruleEntry } : schemaOf(check);
    return [key, description === undefined ? schema : { description, ...schema }];
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of prisma-migration-lint',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
    additionalProperties: false,
  };
}

const namedRules = (rules: readonly Rule[]): JsonSchema =>
  Object.fromEntries(rules.map(({ id, meta }) => [id, { description: `${meta.summary}.`, ...ruleEntry }]));
