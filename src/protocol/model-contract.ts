// What a model takes and gives, as `public/models/catalog.json` says it. Pre- and post-processing follow from it,
// never from code per model.

export interface ModelContract {
  readonly id: string;
  readonly task: string;
  readonly title: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: string;
  readonly input: {
    readonly name: string;
    readonly layout: 'nchw' | 'nhwc';
    readonly width: number;
    readonly height: number;
    readonly channels: 'rgb' | 'bgr';
    /** What 0 and 255 become, before mean and std. */
    readonly range: readonly [number, number];
    readonly mean?: readonly [number, number, number];
    readonly std?: readonly [number, number, number];
    /** How the picture is fitted into the input. */
    readonly fit: 'stretch';
  };
  readonly output: {
    readonly name: string;
    readonly layout: 'nchw' | 'nhwc';
    readonly width: number;
    readonly height: number;
    /** `probability`: 0..1 already; `logit`: a sigmoid is still to be applied. */
    readonly kind: 'probability' | 'logit';
    readonly channel: number;
    readonly channelCount?: number;
  };
}
