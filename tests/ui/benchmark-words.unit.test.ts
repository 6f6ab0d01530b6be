// The benchmark in words: what is sure, what is too noisy to say, and what was not measured.
import { describe, expect, it } from 'vitest';
import { compareResults } from '../../src/benchmark/compare-results';
import type { RungRow } from '../../src/benchmark/result';
import { resultTable } from '../../src/benchmark/table';
import {
  comparedWords,
  damagedWords,
  factsLine,
  leftWords,
  busyLines,
  levelBars,
  netNotes,
  netWords,
  noiseWords,
  planWords,
  scenarioWords,
} from '../../src/ui/words/benchmark';
import { madeUpResult, rung, steady } from '../benchmark/results';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('a result in words', () => {
  it('names the plan, what is left, and why not more', () => {
    const result = madeUpResult({
      engines: [rung('webgpu', 'ultra-high', 38, 26), rung('webgpu', 'high', 20), rung('cpu', 'high', 31)],
    });
    const plan = planWords(result);
    expect(plan?.title).toBe('High, on the graphics card');
    expect(plan?.tag).toBe('Best of 3 tried');
    expect(plan?.rows.map(([name, text]) => `${name}: ${plain(text)}`)).toEqual([
      'Picture: 1280 × 720, 30.0 fps',
      'Person model: every frame',
      'Work per frame: 20.0 ms of 33.3, 95 of 100 under 24.0',
      'Left for others: 40 % of a frame’s time',
      'Not Ultra high: 38.0 ms a frame: 26 fps, not 30',
    ]);
  });

  it('says that nothing holds the target where nothing does', () => {
    const plan = planWords(madeUpResult({ engines: [rung('cpu', 'low', 50, 18)] }));
    expect(plan?.tag).toBe('Quickest of 1 tried');
    expect(plan?.rows.map(([name]) => name)).toContain('Not enough');
  });

  it('shows no figure that is too noisy, and why there is none', () => {
    const noisy = rung('cpu', 'high', 20);
    if (noisy.outcome.state === 'measured') noisy.outcome.work = steady(20, 0.4);
    const result = madeUpResult({
      engines: [noisy, { engine: 'cpu', level: 'low', outcome: { state: 'given-up', afterS: 8 }, busy: [] }],
    });
    const [high, low] = levelBars(result, 'cpu');
    expect(high?.text).toBe('too noisy to say');
    expect(low?.why).toBe('Given up after 8 s.');
    expect(resultTable(result)).toContain('| processor | high | 30.0 | too noisy to say |');
    expect(resultTable(result)).toContain('given up after 8 s');
    expect(noiseWords(0.4)).toMatch(/^Not steady/);
    expect(plain(noiseWords(0.03))).toBe('Steady: ± 3 % between parts of the run.');
  });

  it('tells what became of a level beside a busy machine, and why not', () => {
    const idle = rung('cpu', 'high', 16);
    const beside = (ms: number, fps: number, spread?: number): RungRow['outcome'] => {
      const { outcome } = rung('cpu', 'high', ms, fps);
      return outcome.state === 'measured' ? { ...outcome, work: steady(ms, spread) } : outcome;
    };
    const high: RungRow = {
      ...idle,
      busy: [
        { load: 'cpu', outcome: beside(24.4, 21) },
        { load: 'gpu', outcome: { state: 'missing', reason: 'no adapter' } },
      ],
    };
    const low: RungRow = { ...rung('cpu', 'low', 9), busy: [{ load: 'cpu', outcome: beside(12, 29.6, 0.4) }] };
    const result = madeUpResult({ engines: [high, low] });
    expect(busyLines(result, 'cpu').map(plain)).toEqual([
      'Beside a busy processor. High: 21 fps at 24.4 ms. Low: 30 fps.',
      'Beside a busy graphics card. High: not there: no adapter.',
    ]);
    expect(busyLines(result, 'webgpu')).toEqual([]);
    expect(resultTable(result)).toContain('| processor | high | 24.4 ms, 21.0 fps | not there: no adapter |');
    const slower = madeUpResult({ engines: [{ ...high, busy: [{ load: 'cpu', outcome: beside(40, 12) }] }, low] });
    const compared = compareResults(result, slower).rows.find(({ key }) => key === 'engines cpu high beside cpu');
    expect(compared?.verdict).toBe('worse');
  });

  it('tells memory by the minute, as far as the run went', () => {
    const after = (...seconds: number[]) => {
      const { startup } = madeUpResult();
      const memory = seconds.map((atS) => ({ atS, bytes: (100 + atS) * 2 ** 20, heapBytes: null }));
      return resultTable(madeUpResult({ startup: { ...startup, memory } }));
    };
    expect(after(0, 30)).not.toContain('memory after');
    expect(after(0, 56, 300)).toMatch(/memory after 1 min 156 MiB\.$/m);
    expect(after(0, 60, 596, 602)).toContain('memory after 1 min 160 MiB; memory after 10 min 696 MiB');
  });

  it('tells what only the command could measure, and what the studio did', () => {
    const { settings } = madeUpResult();
    const line = factsLine(madeUpResult({ settings: { ...settings, studio: 'on air' } }), 0);
    expect(line).toContain('nvidia turing, 8 processor threads, Chrome 141.');
    expect(line).toContain('its work is in the figures');
  });

  it('sets off beside on', () => {
    const rows = scenarioWords(madeUpResult().scenario?.runs ?? []);
    expect(rows.map(({ name, off, on }) => plain(`${name}: ${off}, ${on}`))).toContain(
      'Back to its rate: not in time, 1.5 s',
    );
    expect(scenarioWords([])[0]).toMatchObject({ off: '–', on: '–' });
  });

  it('knows where a net is quickest', () => {
    expect(netWords(madeUpResult())[0]).toMatchObject({ title: 'Person, wide', quickest: '1 thread' });
  });

  it('tells once why nets have no figure on a back-end, and of which net where it is one', () => {
    const { models } = madeUpResult();
    const [net] = models.nets;
    if (!net) throw new Error('there is a net');
    const onCard = { ...net, backend: 'webgpu' as const };
    const nets = [
      net,
      { ...onCard, outcome: { state: 'missing' as const, reason: 'no adapter' } },
      { ...onCard, id: 'face-mesh', outcome: { state: 'missing' as const, reason: 'no adapter' } },
      { ...net, id: 'face-mesh', outcome: { state: 'given-up' as const, afterS: 8 } },
    ];
    const told = { models: { ...models, nets } };
    expect(netNotes(told)).toEqual([
      'Graphics card, not there: no adapter.',
      'Face points, 1 thread, given up after 8 s.',
    ]);
    expect(netWords(told)[0]?.cells.map(({ text }) => text)).toContain('Not there');
  });

  it('sets two results side by side', () => {
    const rows = comparedWords(
      compareResults(
        madeUpResult({ engines: [rung('cpu', 'high', 20)] }),
        madeUpResult({ engines: [rung('cpu', 'high', 10)] }),
      ),
    );
    expect(rows.find(({ key }) => key === 'engines cpu high')).toMatchObject({
      name: 'High, processor, work per frame',
      word: 'Better',
    });
  });

  it('names all that is wrong with a file', () => {
    expect(damagedWords('a.json', ['This is no result.'])).toMatchObject({
      title: 'a.json cannot be shown.',
      list: [],
    });
    expect(damagedWords('a.json', ['x', 'y']).list).toHaveLength(2);
    expect(plain(leftWords(47))).toBe('about 45 s left');
    expect(leftWords(3)).toBe('a few seconds left');
  });
});
