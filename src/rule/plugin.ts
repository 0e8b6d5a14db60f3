import type { Rule } from './rule.ts';

/** Rules under a common name: in configuration and output they are called `<plugin>/<rule>`. */
export interface Plugin {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Names its rules `<name>/<id>`. Throws when a name is not fit for a configuration file, or an id occurs twice. */
export function definePlugin({ name, rules }: Plugin): Plugin {
  if (!/^[a-z0-9@][a-z0-9@/._-]*$/.test(name))
    throw new Error(`"${name}" cannot be the name of a plugin: lower case letters, digits, "-", "_", "." and "/" only`);
  const ids = rules.map((rule) => rule.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`the plugin ${name} has two rules called ${twice}`);
  return { name, rules: rules.map((rule) => underName(rule, `${name}/${rule.id}`)) };
}

const underName = (rule: Rule, id: string): Rule => ({
  ...rule,
  id,
  configure(options) {
    const configured = rule.configure(options);
    const named =
      <Arguments extends readonly unknown[]>(run: (...given: Arguments) => ReturnType<typeof configured.operation>) =>
      (...given: Arguments) =>
        run(...given).map((finding) => ({ ...finding, rule: id }));
    return {
      ...configured,
      id,
      operation: named(configured.operation),
      statement: configured.statement && named(configured.statement),
      endOfMigration: configured.endOfMigration && named(configured.endOfMigration),
    };
  },
});
