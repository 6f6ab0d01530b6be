/*
 * The demo source's picture, frame by frame: room, presenter and the burnt-in counter, in any
 * size and at any rate: she moves as fast at 60 frames a second as at 30. Frame n is the same
 * picture every time. The person's own matte can be drawn too, as the truth that a segmentation
 * is judged against.
 */
import { drawBackgroundCode, drawCounterLabel } from './counter';
import { contextOf, type Ctx } from './layer';
import { createPresenter } from './presenter';
import { createRoom } from './room';

export const DEMO_FPS = 30;
const DRAWN_WIDTH = 1280;
const DRAWN_HEIGHT = 720;

export interface DemoPicture {
  readonly width: number;
  readonly height: number;
  draw(ctx: Ctx, frameIndex: number): void;
  /** White person on black. */
  drawMatte(ctx: Ctx, frameIndex: number): void;
}

export function createDemoPicture(width = DRAWN_WIDTH, height = DRAWN_HEIGHT, fps = DEMO_FPS): DemoPicture {
  const sx = width / DRAWN_WIDTH;
  const sy = height / DRAWN_HEIGHT;
  const scale = Math.max(sx, sy);
  const room = createRoom(scale);
  const presenter = createPresenter(scale);
  let cutOut: Ctx | undefined;

  const scaled = (ctx: Ctx, paint: () => void): void => {
    ctx.save();
    ctx.setTransform(sx, 0, 0, sy, 0, 0);
    paint();
    ctx.restore();
  };

  return {
    width,
    height,
    draw(ctx, frameIndex) {
      const t = frameIndex / fps;
      scaled(ctx, () => {
        room.draw(ctx, t);
        drawBackgroundCode(ctx, frameIndex);
        presenter.draw(ctx, t, frameIndex);
        drawCounterLabel(ctx, frameIndex);
      });
    },
    drawMatte(ctx, frameIndex) {
      cutOut ??= contextOf(new OffscreenCanvas(width, height));
      const person = cutOut;
      person.clearRect(0, 0, width, height);
      scaled(person, () => {
        presenter.draw(person, frameIndex / fps);
      });
      person.globalCompositeOperation = 'source-in';
      person.fillStyle = '#ffffff';
      person.fillRect(0, 0, width, height);
      person.globalCompositeOperation = 'source-over';
      ctx.save();
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.fillStyle = '#000000';
      ctx.fillRect(0, 0, width, height);
      ctx.drawImage(person.canvas, 0, 0);
      ctx.restore();
    },
  };
}
