// What leaves the page in words: the report that is copied, and the figures that are exported. Both can be shown to anybody.
import { describe, expect, it } from 'vitest';
import { reportText } from '../../src/app/report';
import { toCsv, toJson } from '../../src/telemetry/export';
import { decisions, seconds } from '../ui/fixtures/minutes';
import { liveSnapshot } from '../ui/fixtures/snapshots';

const NOW = Date.UTC(2026, 4, 4, 14, 32, 8);
const rows = seconds(NOW, 120);

describe('the report', () => {
  const snapshot = { ...liveSnapshot(NOW), imageName: 'my-holiday.jpg' };
  const text = reportText({
    version: '0.1.0',
    atMs: NOW,
    browser: 'Chrome/156',
    cores: 8,
    snapshot,
    rows,
    decisions: decisions(NOW),
    warnings: [{ code: 'missed', value: 0.03, limit: 0.02 }],
    memory: [{ what: 'runtime', name: 'ONNX Runtime', bytes: null, msPerFrame: null, state: 'in-use', load: [] }],
    selfTest: [{ name: 'graphics-card', state: 'missing', found: '' }],
  });

  it('has versions, adapter, settings, decisions, the worst of every ten seconds, and what is missing', () => {
    for (const part of [
      'version 0.1.0',
      'nvidia turing',
      'background blur',
      'Down to low: the computer is under pressure.',
      'warnings: missed 0.03',
      'runtime: -, in-use',
      'missing graphics-card',
    ])
      expect(text).toContain(part);
    const table = text.split('## Figures')[1]?.split('##')[0]?.trim().split('\n').slice(2) ?? [];
    expect(table).toHaveLength(12);
    expect(table.filter((line) => line.includes('26.6'))).toHaveLength(1);
  });

  it('names no file and no camera', () => {
    expect(text).not.toContain('my-holiday');
    expect(text).not.toContain(snapshot.source.label);
    for (const { label } of snapshot.cameras) expect(text).not.toContain(label);
  });
});

describe('exported figures', () => {
  it('are a table: a row a second under names with units, empty where there was none', () => {
    const [head = '', ...lines] = toCsv([{ ...(rows[0] as (typeof rows)[number]), gpuBusy: null }, ...rows.slice(1)])
      .trim()
      .split('\n');
    const names = head.split(',');
    expect(lines).toHaveLength(120);
    expect(new Set(lines.map((line) => line.split(',').length))).toEqual(new Set([names.length]));
    const cell = (line: string, name: string) => line.split(',')[names.indexOf(name)];
    expect(cell(lines[0] ?? '', 'gpu_busy_share')).toBe('');
    expect(cell(lines[1] ?? '', 'gpu_busy_share')).toBe('0.64');
    expect(cell(lines[39] ?? '', 'program_fps')).toBe('26.6');
    expect(cell(lines[119] ?? '', 'time')).toBe('2026-05-04T14:32:08.000Z');
  });

  it('or all of it, with every decision and what it was made from', () => {
    const read = JSON.parse(toJson(rows, { browser: 'Chrome' }, decisions(NOW))) as {
      seconds: unknown[];
      decisions: { inputs: object }[];
    };
    expect(read).toMatchObject({ format: 'everframe-figures', formatVersion: 1, browser: 'Chrome' });
    expect(read.seconds).toHaveLength(120);
    expect(read.decisions[0]?.inputs).toMatchObject({ costMs: 41, budgetMs: 35.1 });
  });
});
