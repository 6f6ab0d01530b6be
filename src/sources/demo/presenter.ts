/*
 * The demo presenter, drawn on transparent: body, head and a hand that comes up to wave.
 * Everything costly is painted once into layers; a frame places them for its pose.
 * The drawing is in 1280 x 720 coordinates; the caller's transform scales it.
 */
import { drawBodyCode } from './counter';
import { drawLayer, type Ctx, type Layer } from './layer';
import { poseAt, type Pose } from './motion';
import { drawExpression } from './presenter-face';
import { FOREARM, paintHand, paintSleeve } from './presenter-hand';
import { paintHead, type HeadLayers } from './presenter-head';
import { paintTorso } from './presenter-torso';

const HEAD_AT = { x: 640, y: 262 };
/** The head turns about the top of the neck, well below the eyes. */
const NECK_BELOW_EYES = 172;
const ELBOW_AT = { x: 930, y: 794 };
const HAND_TRAVEL = 430;

interface PresenterLayers {
  readonly torso: Layer;
  readonly head: HeadLayers;
  readonly sleeve: Layer;
  readonly hand: Layer;
}

export interface Presenter {
  /** Draws the person at time t (seconds); with a frame number, also the chest's code. */
  draw(ctx: Ctx, t: number, frame?: number): void;
}

function drawHead(ctx: Ctx, layers: HeadLayers, pose: Pose): void {
  const turnX = pose.yaw * 11;
  const turnY = pose.pitch * 5;
  ctx.save();
  ctx.translate(HEAD_AT.x + pose.bodyX + pose.headX, HEAD_AT.y + pose.bodyY + pose.headY + NECK_BELOW_EYES);
  ctx.rotate(pose.headRoll);
  ctx.translate(0, -NECK_BELOW_EYES);
  drawLayer(ctx, layers.ears, -pose.yaw * 5, -turnY * 0.5);
  drawLayer(ctx, layers.face);
  drawLayer(ctx, layers.nose, turnX * 1.15, turnY * 1.1);
  ctx.save();
  ctx.translate(turnX, turnY);
  // A turned face is a little narrower.
  ctx.scale(1 - Math.abs(pose.yaw) * 0.03, 1);
  drawExpression(ctx, pose);
  ctx.restore();
  drawLayer(ctx, layers.hair, pose.yaw * 1.5, turnY * 0.3);
  ctx.restore();
}

function drawArm(ctx: Ctx, layers: PresenterLayers, pose: Pose): void {
  if (pose.handUp <= 0) return;
  ctx.save();
  ctx.translate(ELBOW_AT.x + pose.bodyX, ELBOW_AT.y + pose.bodyY + (1 - pose.handUp) * HAND_TRAVEL);
  ctx.rotate(0.06 + pose.armTurn);
  ctx.save();
  ctx.translate(0, -FOREARM);
  ctx.rotate(pose.handTurn);
  drawLayer(ctx, layers.hand);
  ctx.restore();
  drawLayer(ctx, layers.sleeve);
  ctx.restore();
}

export function createPresenter(scale = 1): Presenter {
  const layers: PresenterLayers = {
    torso: paintTorso(scale),
    head: paintHead(scale),
    sleeve: paintSleeve(scale),
    hand: paintHand(scale),
  };
  return {
    draw(ctx, t, frame) {
      const pose = poseAt(t);
      drawLayer(ctx, layers.torso, pose.bodyX, pose.bodyY);
      if (frame !== undefined) drawBodyCode(ctx, frame, pose.bodyX, pose.bodyY);
      drawHead(ctx, layers.head, pose);
      drawArm(ctx, layers, pose);
    },
  };
}
