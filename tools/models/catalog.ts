/**
 * The committed list of models: what each is for, where it comes from, the sha256 of both ends, and the contract of
 * its input and output, from which the application derives its pre- and post-processing. Reading it checks it.
 */
import * as v from 'valibot';
import { ModelError } from './graph.ts';

const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'));
const FileName = v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'must be a plain file name'));
const Size = v.pipe(v.number(), v.integer(), v.minValue(1));
const Channels = v.tuple([v.number(), v.number(), v.number()]);

/** A pixel's channel c, 0..1, is fed as (range[0] + c · (range[1] − range[0]) − mean) / std; mean 0 and std 1 unless given. */
const InputSchema = v.strictObject({
  name: v.string(),
  layout: v.picklist(['nchw', 'nhwc']),
  width: Size,
  height: Size,
  channels: v.picklist(['rgb', 'bgr']),
  range: v.tuple([v.number(), v.number()]),
  mean: v.optional(Channels),
  std: v.optional(Channels),
  fit: v.picklist(['stretch', 'letterbox']),
});

/** `logit` still wants a sigmoid and `softmax` a softmax over the channels; either way `channel` holds the answer. */
const OutputSchema = v.strictObject({
  name: v.string(),
  layout: v.picklist(['nchw', 'nhwc']),
  width: Size,
  height: Size,
  kind: v.picklist(['probability', 'logit', 'softmax']),
  channel: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

const EntrySchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/, 'must be kebab-case')),
  task: v.string(),
  title: v.string(),
  tier: v.string(),
  file: FileName,
  bytes: Size,
  sha256: Sha256,
  licence: v.string(),
  source: v.strictObject({ package: v.string(), version: v.string(), file: FileName, sha256: Sha256 }),
  input: InputSchema,
  output: OutputSchema,
});

const CatalogSchema = v.strictObject({ schema: v.literal(1), models: v.array(EntrySchema) });

export type Catalog = v.InferOutput<typeof CatalogSchema>;
export type CatalogEntry = v.InferOutput<typeof EntrySchema>;

export function parseCatalog(text: string): Catalog {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new ModelError('The catalogue is not valid JSON', { cause });
  }
  const result = v.safeParse(CatalogSchema, content);
  if (!result.success) {
    const faults = result.issues.map((issue) => `  ${v.getDotPath(issue) ?? '(root)'}: ${issue.message}`);
    throw new ModelError(`The catalogue does not have the expected form:\n${faults.join('\n')}`);
  }
  return result.output;
}

export function formatCatalog(catalog: Catalog): string {
  // Short tuples stay on one line, as the formatter of this project would have them.
  const text = JSON.stringify(catalog, undefined, 2);
  return `${text.replace(/\[\s+([-\d.,\s]+?)\s+\]/g, (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`)}\n`;
}
