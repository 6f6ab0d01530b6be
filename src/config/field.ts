// A setting described once: its unit, range, default and the reason for it. From a tree of these come the schema that
// files are checked against, the defaults, and the table in the docs. Pure.
import * as v from 'valibot';

interface Common<Value> {
  readonly initial: Value;
  /** Why the default is what it is, in one sentence. */
  readonly reason: string;
}
export interface NumberField extends Common<number> {
  readonly kind: 'number';
  readonly unit: string;
  readonly least: number;
  readonly most: number;
}
export interface ChoiceField<Value extends string = string> extends Common<Value> {
  readonly kind: 'choice';
  readonly values: readonly Value[];
}
export interface SwitchField extends Common<boolean> {
  readonly kind: 'switch';
}
export type Field = NumberField | ChoiceField | SwitchField;
export interface FieldTree {
  readonly [name: string]: Field | FieldTree;
}

/** The values of a tree of fields. */
export type ValuesOf<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends ChoiceField<infer Value>
    ? Value
    : Tree[Name] extends NumberField
      ? number
      : Tree[Name] extends SwitchField
        ? boolean
        : ValuesOf<Tree[Name]>;
};

export const number = (
  unit: string,
  [least, most]: readonly [number, number],
  initial: number,
  reason: string,
): NumberField => ({ kind: 'number', unit, least, most, initial, reason });

export const choice = <const Value extends string>(
  values: readonly Value[],
  initial: NoInfer<Value>,
  reason: string,
): ChoiceField<Value> => ({ kind: 'choice', values, initial, reason });

export const toggle = (initial: boolean, reason: string): SwitchField => ({ kind: 'switch', initial, reason });

export const isField = (node: Field | FieldTree): node is Field => typeof node.kind === 'string';

/** What a field may be, as the end of a sentence: "has to be 1 to 60 pictures a second". */
export function rangeOf(field: Field): string {
  switch (field.kind) {
    case 'number':
      return `${field.least} to ${field.most} ${field.unit}`.trim();
    case 'choice':
      return `one of ${field.values.join(', ')}`;
    case 'switch':
      return 'true or false';
  }
}

function schemaOfField(field: Field): v.GenericSchema {
  const message = `has to be ${rangeOf(field)}`;
  switch (field.kind) {
    case 'number':
      return v.pipe(v.number(message), v.minValue(field.least, message), v.maxValue(field.most, message));
    case 'choice':
      return v.picklist(field.values, message);
    case 'switch':
      return v.boolean(message);
  }
}

/** Nothing beside the fields is taken, and a field that is left out keeps its default. */
export function schemaOf(tree: FieldTree): v.GenericSchema {
  const entries = Object.entries(tree).map(([name, node]) =>
    isField(node)
      ? [name, v.optional(schemaOfField(node), node.initial)]
      : [name, v.optional(schemaOf(node), defaultsOf(node))],
  );
  // To strictObject a list is an object like any other.
  return v.pipe(
    v.custom<object>(isGroup, 'has to be a group of settings'),
    v.strictObject(Object.fromEntries(entries) as v.ObjectEntries, 'is not a setting'),
  );
}

const isGroup = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

export function defaultsOf<Tree extends FieldTree>(tree: Tree): ValuesOf<Tree> {
  const entries = Object.entries(tree).map(([name, node]) => [name, isField(node) ? node.initial : defaultsOf(node)]);
  return Object.fromEntries(entries) as ValuesOf<Tree>;
}

/** Every field with its path, in the order of the tree. */
export function fieldsOf(tree: FieldTree, path: readonly string[] = []): { path: string; field: Field }[] {
  return Object.entries(tree).flatMap(([name, node]) =>
    isField(node) ? [{ path: [...path, name].join('.'), field: node }] : fieldsOf(node, [...path, name]),
  );
}
