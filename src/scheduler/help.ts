// What a person could do so that the studio need not give way. Pure.
import type { DecisionInputs, Help, Reason } from './decision';
import type { SchedulerSettings } from './settings';
import type { Surroundings } from './surroundings';

const CAP_HELP = {
  user: 'raise-level-max',
  profile: 'raise-level-max',
  unwatched: 'bring-to-front',
  pressure: 'let-cool',
  memory: 'free-memory',
  page: 'bring-to-front',
} as const satisfies Record<string, Help>;

export function helpFor(
  reason: Reason,
  inputs: Pick<DecisionInputs, 'dearest' | 'wantedFps'>,
  settings: Pick<SchedulerSettings, 'neighbourShare' | 'minFps'>,
  around: Pick<Surroundings, 'pressure'>,
): readonly Help[] {
  switch (reason.code) {
    case 'room':
    case 'chosen':
    case 'no-clock':
      return [];
    case 'ceiling':
      return reason.cap === 'page' ? ['close-other-camera-tab'] : [CAP_HELP[reason.cap]];
    case 'refused':
      return reason.why === 'model-missing' ? ['get-model'] : [];
    case 'frames-missed':
      return ['close-other-camera-tab', 'smaller-camera'];
    case 'too-slow':
    case 'probe-failed': {
      const help: Help[] = [];
      if (settings.neighbourShare > 0) help.push('leave-less');
      if (around.pressure === 'serious' || around.pressure === 'critical') help.push('let-cool');
      help.push('close-other-camera-tab');
      const stage = inputs.dearest?.stage;
      if (stage === 'ingest') help.push('smaller-camera');
      if (stage === 'compose' || stage === 'handover') help.push('smaller-program', 'fewer-effects');
      if (inputs.wantedFps > settings.minFps) help.push('lower-target');
      return help;
    }
  }
}
