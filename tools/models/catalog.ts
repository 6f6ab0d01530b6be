/**
 * The committed list of models: what each is for, where it comes from, the sha256 of both ends, and the contract of
 * its input and output, from which the application derives its pre- and post-processing. Reading it checks it.
 */
import * as v from 'valibot';
import { lightFault } from '../../src/protocol/model-contract.ts';
import { ModelError } from './graph.ts';

const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'));
const FileName = v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'must be a plain file name'));
const Size = v.pipe(v.number(), v.integer(), v.minValue(1));
const Channels = v.tuple([v.number(), v.number(), v.number()]);

const Kind = v.picklist(['probability', 'logit']);

/** A pixel's channel c, 0..1, is fed as (range[0] + c · (range[1] − range[0]) − mean) / std; mean 0 and std 1 unless given. */
const InputSchema = v.strictObject({
  name: v.string(),
  layout: v.picklist(['nchw', 'nhwc']),
  width: Size,
  height: Size,
  channels: v.picklist(['rgb', 'bgr']),
  range: v.tuple([v.number(), v.number()]),
  mean: v.exactOptional(Channels),
  std: v.exactOptional(Channels),
  fit: v.picklist(['stretch', 'letterbox']),
});

/** `slice`: the model is the bytes from the first number to before the second; the sha256 is that of the whole file. */
const SourceSchema = v.strictObject({
  package: v.string(),
  version: v.string(),
  file: FileName,
  sha256: Sha256,
  slice: v.exactOptional(v.tuple([v.pipe(v.number(), v.integer(), v.minValue(0)), Size])),
});

/** Not built and not shipped: fetched when a person asks for it. Its host has to send CORS headers; a commit, no branch, names it. */
const OfferSchema = v.strictObject({ url: v.pipe(v.string(), v.regex(/^https:\/\//, 'must be an https address')) });

const Id = v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/, 'must be kebab-case'));

/** What every entry says, after its id and task. */
const file = {
  title: v.string(),
  tier: v.string(),
  file: FileName,
  bytes: Size,
  sha256: Sha256,
  licence: v.string(),
  source: SourceSchema,
};

/** What the numbers mean is said in src/protocol/model-contract.ts, which the application reads them by. */
const EntrySchema = v.variant('task', [
  v.pipe(
    v.strictObject({
      id: Id,
      task: v.literal('person-segmentation'),
      ...file,
      source: v.union([SourceSchema, OfferSchema]),
      input: v.strictObject({
        ...InputSchema.entries,
        fit: v.literal('stretch'),
        light: v.exactOptional(v.strictObject({ width: Size, height: Size })),
      }),
      output: v.strictObject({
        name: v.string(),
        layout: v.picklist(['nchw', 'nhwc']),
        width: Size,
        height: Size,
        kind: Kind,
        channel: v.pipe(v.number(), v.integer(), v.minValue(0)),
        channelCount: v.exactOptional(Size),
      }),
    }),
    v.check(
      (entry) => lightFault(entry) === null,
      ({ input: entry }) => `input.light: ${lightFault(entry) ?? ''}`,
    ),
  ),
  v.strictObject({
    id: Id,
    task: v.literal('face-detection'),
    ...file,
    input: InputSchema,
    anchors: v.array(v.strictObject({ stride: Size, perCell: Size })),
    points: Size,
    outputs: v.strictObject({
      boxes: v.strictObject({ name: v.string() }),
      scores: v.strictObject({ name: v.string(), kind: Kind }),
    }),
  }),
  v.strictObject({
    id: Id,
    task: v.literal('face-landmarks'),
    ...file,
    input: InputSchema,
    points: Size,
    outputs: v.strictObject({
      points: v.strictObject({ name: v.string() }),
      presence: v.strictObject({ name: v.string(), kind: Kind }),
    }),
  }),
]);

const CatalogSchema = v.strictObject({ schema: v.literal(1), models: v.array(EntrySchema) });

export type Catalog = v.InferOutput<typeof CatalogSchema>;
export type CatalogEntry = v.InferOutput<typeof EntrySchema>;
/** One that `npm run models` builds, and that ships. */
export type BuiltEntry = CatalogEntry & { readonly source: v.InferOutput<typeof SourceSchema> };

export const isBuilt = (entry: CatalogEntry): entry is BuiltEntry => 'package' in entry.source;

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
