import { type Catalog, findFunction, type FunctionEntry, functionKey, newKey } from '../../catalog/index.ts';
import { displayName } from '../../core/index.ts';
import type { CreateFunction, TypeName } from '../../operation/index.ts';
import { combine, type Part, refusal } from '../build.ts';
import type { EffectsOf } from '../dispatch.ts';
import { type Failure, NO_EFFECTS } from '../effects.ts';
import { dependents, duplicate, missing, missingSchema } from '../relations.ts';
import { callersOf } from './function-dependents.ts';

type Parameter = FunctionEntry['parameters'][number];

/** CREATE [OR REPLACE] FUNCTION locks no table. Replacing may not change the result's type or parameters' names (ProcedureCreate(), pg_proc.c). */
export const createFunction: EffectsOf<'createFunction'> = (operation, catalog) => {
  const old = (catalog.functions.get(newKey(catalog, operation.function)) ?? []).find((entry) => sameSignature(entry.parameters, operation.parameters));
  const fails = old ? replaceFailures(old, operation) : [];
  return combine({ fails: [...missingSchema(catalog, operation.function.schema), ...fails] });
};

/** OUT and TABLE parameters are no part of the signature. */
const inputs = (parameters: readonly Parameter[]): readonly Parameter[] =>
  parameters.filter((parameter) => parameter.mode !== 'out' && parameter.mode !== 'table');
const sameType = (a: TypeName | null, b: TypeName | null): boolean => (a === null || b === null ? a === b : a.name === b.name && a.dimensions === b.dimensions);

function sameSignature(a: readonly Parameter[], b: readonly Parameter[]): boolean {
  const [left, right] = [inputs(a), inputs(b)];
  return left.length === right.length && left.every((parameter, index) => sameType(parameter.type, right[index]?.type ?? null));
}

function replaceFailures(old: FunctionEntry, operation: CreateFunction): readonly Failure[] {
  const name = displayName(operation.function);
  if (!operation.replace) return [duplicate(operation.procedure ? 'procedure' : 'function', name, '42723')];
  if (old.procedure !== operation.procedure) return [refusal(`cannot change ${name} between function and procedure`, '42809')];
  if (!sameType(old.returns, operation.returns) || !sameOutputs(old.parameters, operation.parameters))
    return [refusal(`cannot change the return type of existing function ${name}`, '42P13')];
  const after = inputs(operation.parameters);
  const renamed = inputs(old.parameters).find((parameter, index) => parameter.name !== null && after[index]?.name !== parameter.name);
  return renamed ? [refusal(`cannot change the name of input parameter ${renamed.name ?? ''} of ${name}`, '42P13')] : [];
}

function sameOutputs(a: readonly Parameter[], b: readonly Parameter[]): boolean {
  const outputs = (parameters: readonly Parameter[]): readonly Parameter[] =>
    parameters.filter((parameter) => parameter.mode !== 'in' && parameter.mode !== 'variadic');
  const [left, right] = [outputs(a), outputs(b)];
  return (
    left.length === right.length &&
    left.every((parameter, index) => sameType(parameter.type, right[index]?.type ?? null) && parameter.name === right[index]?.name)
  );
}

/** DROP FUNCTION: 2BP01 while triggers, defaults, constraints, indexes or policies call it. */
export const dropFunction: EffectsOf<'dropFunction'> = (operation, catalog) => {
  const found = findFunction(catalog, operation.function);
  const name = displayName(operation.function);
  if (found.is === 'absent')
    return operation.ifExists
      ? { ...NO_EFFECTS, notes: [`function ${name} does not exist: nothing is done`] }
      : combine({ fails: [missing('function', name, '42883')] });
  if (found.is === 'unknown') return NO_EFFECTS;
  const meant = found.value.filter((entry) => operation.parameters === null || sameTypes(inputs(entry.parameters), operation.parameters));
  if (meant.length === 0) return operation.ifExists ? NO_EFFECTS : combine({ fails: [missing('function', name, '42883')] });
  if (meant.length > 1) return combine({ fails: [refusal(`function name ${name} is not unique`, '42725')] });
  if (found.value.length > 1) return NO_EFFECTS;
  const callers = callersOf(catalog, functionKey(catalog, operation.function));
  if (callers.length === 0) return NO_EFFECTS;
  if (operation.cascade) return combine(...callers.map((caller): Part => caller.dropped));
  return combine({
    fails: [
      dependents(
        `function ${name}()`,
        callers.map((caller) => caller.name),
      ),
    ],
  });
};

const sameTypes = (a: readonly Parameter[], b: readonly TypeName[]): boolean =>
  a.length === b.length && a.every((parameter, index) => sameType(parameter.type, b[index] ?? null));

export const alterFunction: EffectsOf<'alterFunction'> = (operation, catalog) => {
  const found = findFunction(catalog, operation.function);
  return found.is === 'absent' ? combine({ fails: [missing('function', displayName(operation.function), '42883')] }) : NO_EFFECTS;
};

/** Is a function of that name certainly not there? Functions of PostgreSQL and of extensions are not in the catalog. */
export function isMissingTriggerFunction(catalog: Catalog, name: CreateFunction['function']): boolean {
  return findFunction(catalog, name).is === 'absent' && !BUILT_IN_TRIGGERS.has(name.name) && catalog.extensions.size === 0;
}
const BUILT_IN_TRIGGERS: ReadonlySet<string> = new Set(['suppress_redundant_updates_trigger', 'tsvector_update_trigger', 'tsvector_update_trigger_column']);
