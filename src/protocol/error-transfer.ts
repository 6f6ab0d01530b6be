// Carries an EverframeError over comlink with its code and facts; comlink's own handler keeps only the message.
import { transferHandlers, type TransferHandler } from 'comlink';
import { EverframeError, type ErrorCode, type ErrorFacts } from '../base/errors';

interface Wire {
  readonly value: unknown;
  readonly everframe?: { code: ErrorCode; message: string; facts: ErrorFacts; stack: string | undefined };
}
interface Thrown {
  value: unknown;
}

/** Call once in every realm that uses comlink, before the first call. */
export function installErrorTransfer(): void {
  const plain = transferHandlers.get('throw') as TransferHandler<Thrown, Wire> | undefined;
  if (!plain) throw new Error('comlink has no throw handler');
  transferHandlers.set('throw', {
    canHandle: (value: unknown): value is Thrown => plain.canHandle(value),
    serialize(thrown: Thrown): [Wire, Transferable[]] {
      const error = thrown.value;
      if (!(error instanceof EverframeError)) return plain.serialize(thrown);
      const { code, message, facts, stack } = error;
      return [{ value: undefined, everframe: { code, message, facts, stack } }, []];
    },
    deserialize(wire: Wire): never {
      if (wire.everframe) {
        const { code, message, facts, stack } = wire.everframe;
        const error = new EverframeError(code, message, { facts });
        if (stack) error.stack = stack;
        throw error;
      }
      plain.deserialize(wire);
      throw new Error('a worker failed without saying how');
    },
  } satisfies TransferHandler<Thrown, Wire>);
}
