// A setting described once: its unit, range, default and the reason for it. Pure.

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
type Field = NumberField | ChoiceField | SwitchField;

/** The values of some fields. */
type ValuesOf<Fields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends ChoiceField<infer Value>
    ? Value
    : Fields[Name] extends NumberField
      ? number
      : boolean;
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

export function defaultsOf<Fields extends Readonly<Record<string, Field>>>(fields: Fields): ValuesOf<Fields> {
  return Object.fromEntries(Object.entries(fields).map(([name, { initial }]) => [name, initial])) as ValuesOf<Fields>;
}
