// What the catalogue offers for download is the file that it describes: its bytes, its sum, its inputs and outputs.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tensorsOf } from '../../src/protocol/model-contract.ts';
import { isBuilt } from '../../tools/models/catalog.ts';
import { CATALOG, SHARED, digest } from './entries.ts';
import { drawFigure, openModel } from './run-model.ts';

const PUBLIC_NETS = path.join(SHARED, 'models');

describe.each(CATALOG.models.filter((entry) => !isBuilt(entry)))('$id', (entry) => {
  test('names a commit, not a branch, on a host that lets other pages read', () => {
    const address = new URL('url' in entry.source ? entry.source.url : '');
    expect(address.host).toBe('raw.githubusercontent.com');
    expect(address.pathname.split('/')[3]).toMatch(/^[0-9a-f]{40}$/);
  });

  test('runs as its contract says', async (context) => {
    if (!existsSync(PUBLIC_NETS)) context.skip('../shared, where public nets lie, is not there');
    const files = readdirSync(PUBLIC_NETS).filter((name) => name.endsWith('.onnx'));
    const bytes = files
      .map((name) => readFileSync(path.join(PUBLIC_NETS, name)))
      .find((file) => file.length === entry.bytes && digest(file) === entry.sha256);
    if (!bytes) return context.skip('no public net there has this sum');
    const { input, outputs } = tensorsOf(entry);
    const { layout, range, width, height } = entry.input;
    const [answer] = await (await openModel(bytes, layout, range))(drawFigure(width, height));
    expect(input.name).toBe(entry.input.name);
    expect(answer?.length).toBe(outputs[0].shape.reduce((product, length) => product * length, 1));
    expect(Math.min(...(answer ?? []))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...(answer ?? []))).toBeLessThanOrEqual(1);
  });
});
