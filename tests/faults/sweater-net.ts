// The net of the WebGPU stage: the presenter's sweater is the person. A real ONNX model that ONNX Runtime loads, checks and
// runs like the one that ships, which takes a second a frame on a GPU made of software.
import { createHash } from 'node:crypto';
import { RED_NET_CONTRACT, redNet } from '../engines/red-net';

/** The sweater alone is greener than red; 0.17 and more by its tiles, and the room's browns are less than 0. */
const model = Buffer.from(redNet([-60, 60, 0], -5));

/** What a server answers, by place. */
export const SWEATER_NET: Readonly<Record<string, Buffer>> = {
  '/models/sweater.onnx': model,
  '/models/catalog.json': Buffer.from(
    JSON.stringify({
      schema: 1,
      models: ['selfie-landscape', 'selfie-square'].map((id) => ({
        ...RED_NET_CONTRACT,
        id,
        file: 'sweater.onnx',
        bytes: model.length,
        sha256: createHash('sha256').update(model).digest('hex'),
        output: { ...RED_NET_CONTRACT.output, kind: 'logit' },
      })),
    }),
  ),
};
