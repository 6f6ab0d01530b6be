// The studio's way to quality, which is fetched once the first picture is on the page, or by the first who changes something: keeps what it
// has to know when it comes, and what there is of it until then is nothing.
import { EverframeError } from '../base/errors';
import type { EngineKind } from '../compositor/engine';
import type { FrameNote } from '../protocol/vision-service';
import { lazily } from './lazily';
import type { OpenedQuality, QualityOptions } from './open-quality';
import type { MachineApi, QualityApi } from './quality-api';
import type { NetFacts, QualityDesk, SourceFacts } from './quality-desk';
import type { QualityDecision, QualityState } from './studio-snapshot';

const now = () => performance.timeOrigin + performance.now();
const CHANGES = ['set', 'setTargetFps', 'setStrategy', 'setLevel', 'auto', 'preset', 'tryLoad'] as const;

export function createQualityLink(options: Omit<QualityOptions, 'decided'>) {
  let opened: OpenedQuality | null = null;
  let opening: Promise<OpenedQuality> | null = null;
  let kind: EngineKind | null = null;
  let net: NetFacts | null = null;
  let facts: SourceFacts = { cameraFps: null, waits: false };
  const listeners = new Set<(decision: QualityDecision) => void>();
  const decided = (decision: QualityDecision) => {
    for (const listener of listeners) listener(decision);
  };

  const open = () => {
    const mine: Promise<OpenedQuality> = (opening ??= import('./open-quality').then(
      ({ openQuality }) => {
        const quality = openQuality({ ...options, decided });
        if (mine !== opening) quality.close();
        else {
          opened = quality;
          quality.desk.source(facts, now());
          if (net) quality.desk.net(net, now());
          if (kind) quality.desk.engaged(kind, now());
        }
        return quality;
      },
      (error: unknown) => {
        opening = null;
        throw error;
      },
    ));
    return mine;
  };
  const api: QualityApi = {
    ...lazily(async () => (await open()).changes, CHANGES),
    settings: () => opened?.reads.settings() ?? null,
    rung: () => opened?.reads.rung() ?? null,
    metrics: () => opened?.reads.metrics() ?? null,
    summary: () => opened?.reads.summary() ?? null,
    suggestions: () => opened?.reads.suggestions() ?? null,
    on(event, listener) {
      if (event !== 'decision') throw new EverframeError('setting-invalid', 'the only event is "decision"');
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  return {
    api,
    machine: lazily<MachineApi, keyof MachineApi>(async () => (await open()).machine, ['system', 'recommend']),
    /** To be called with every picture of the source that is shown. */
    pictureShown(): void {
      // Without it quality stays where it is; the next picture asks again.
      if (!opening) open().catch(() => undefined);
    },
    engaged(next: EngineKind): void {
      kind = next;
      opened?.desk.engaged(next, now());
    },
    net(next: NetFacts): void {
      net = next;
      opened?.desk.net(next, now());
    },
    frames(notes: readonly FrameNote[]): void {
      opened?.desk.frames(notes, now());
    },
    setSource(next: SourceFacts): void {
      facts = next;
      opened?.desk.source(next, now());
    },
    around(changes: Parameters<QualityDesk['around']>[0]): void {
      opened?.desk.around(changes, now());
    },
    decisions: () => opened?.desk.decisions() ?? [],
    state: (): QualityState | null => opened?.state() ?? null,
    close(): void {
      kind = null;
      opening = null;
      opened?.close();
      opened = null;
    },
  };
}
