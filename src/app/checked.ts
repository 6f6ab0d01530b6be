// What scripts give is checked before anything changes: the one way in which a mistake of theirs is told.
import * as v from 'valibot';
import { EverframeError } from '../base/errors';

/** What `everframe` takes where a file is asked for. */
export const fileOrAddress = v.union([v.instance(File), v.string()]);

/**
 * @param what the value is called where its own path is empty
 * @param outcome what did not happen: the message begins with it, what is wrong where follows
 * @throws EverframeError `setting-invalid`
 */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
  outcome: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const text = result.issues.map((issue) => `${v.getDotPath(issue) ?? what}: ${issue.message}`).join('; ');
  throw new EverframeError('setting-invalid', `${outcome}: ${text}`);
}
