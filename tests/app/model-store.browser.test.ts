// Models in the browser's own file system: whole or not at all, and one that is there is not lost by one that cannot be written.
import { afterEach, expect, test } from 'vitest';
import { modelStore, type KeptModel } from '../../src/app/model-store';
import { RED_NET_CONTRACT } from '../engines/red-net';

const kept = (title: string): KeptModel => ({
  contract: { ...RED_NET_CONTRACT, id: 'own-test', title },
  from: 'test.onnx',
});
const file = new Blob([new Uint8Array(64)]);
const { prototype } = FileSystemFileHandle;
// eslint-disable-next-line @typescript-eslint/unbound-method -- put back, and called on its own `this` below
const open = prototype.createWritable;
afterEach(async () => {
  prototype.createWritable = open;
  await modelStore.drop('own-test');
});

/** No room for files of that ending. */
function refuse(ending: string): void {
  prototype.createWritable = function (...given) {
    if (this.name.endsWith(ending)) return Promise.reject(new DOMException('full', 'QuotaExceededError'));
    return open.apply(this, given);
  };
}

test('a model is kept with its description, listed, and gone when it is dropped', async () => {
  await modelStore.keep(kept('one'), file);
  expect((await modelStore.find('own-test'))?.contract.title).toBe('one');
  expect((await modelStore.file('own-test'))?.size).toBe(64);
  expect((await modelStore.list()).map(({ contract }) => contract.id)).toContain('own-test');
  await modelStore.drop('own-test');
  expect(await modelStore.find('own-test')).toBeNull();
});

test('there is no room for another description of it: the one that is there stays, with its file', async () => {
  await modelStore.keep(kept('before'), file);
  refuse('.json');
  await expect(modelStore.keep(kept('after'), file)).rejects.toMatchObject({ facts: { flaw: 'full' } });
  expect((await modelStore.find('own-test'))?.contract.title).toBe('before');
  expect((await modelStore.file('own-test'))?.size).toBe(64);
});

test('there is no room for its file: nothing of it is left', async () => {
  refuse('.onnx');
  await expect(modelStore.keep(kept('one'), file)).rejects.toMatchObject({ facts: { flaw: 'full' } });
  expect(await modelStore.find('own-test')).toBeNull();
  expect(await modelStore.list()).toEqual([]);
});
