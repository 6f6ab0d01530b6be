// The net's answer over time. In charge of how much of the new answer each place takes: little where neither the picture
// nor the answer changed (that is flicker), all of it where either did (that is movement, and must not be dragged).

/** Sigmoid of `count` numbers, in place. */
export function sigmoid(values: usize, count: i32): void {
  for (let i = 0; i < count; i++) {
    const at = values + (<usize>i << 2);
    store<f32>(at, <f32>1 / (<f32>1 + Mathf.exp(-load<f32>(at))));
  }
}

function apart(a: v128, b: v128): v128 {
  return v128.or(i8x16.sub_sat_u(a, b), i8x16.sub_sat_u(b, a));
}

/** Largest change of a sample of three planes of `count` since the last call, whose planes are in `was*`. */
export function pictureChange(
  y: usize, u: usize, v: usize, wasY: usize, wasU: usize, wasV: usize, count: i32, change: usize,
): void {
  for (let i = 0; i < count; i += 16) {
    const ny = v128.load(y + i);
    const nu = v128.load(u + i);
    const nv = v128.load(v + i);
    const chroma = i8x16.max_u(apart(nu, v128.load(wasU + i)), apart(nv, v128.load(wasV + i)));
    v128.store(change + i, i8x16.max_u(apart(ny, v128.load(wasY + i)), chroma));
    v128.store(wasY + i, ny);
    v128.store(wasU + i, nu);
    v128.store(wasV + i, nv);
  }
}

/**
 * Moves `state` towards `fresh` (f32 0..1) by a share that is `least` where the answer differs by less than `low` and
 * the picture changed by less than `still` (of 255), and 1 from `high` or `moved` on, whichever says more.
 * `share`: the same in bytes, 0..255.
 */
export function steady(
  fresh: usize, state: usize, change: usize, count: i32, share: usize,
  least: f32, low: f32, high: f32, still: f32, moved: f32,
): void {
  const floor = f32x4.splat(least);
  const one = f32x4.splat(1);
  const bySpan = f32x4.splat((1 - least) / (high - low));
  const byStep = f32x4.splat((1 - least) / (moved - still));
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    const was = v128.load(state + at);
    const difference = f32x4.sub(v128.load(fresh + at), was);
    const bytes = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(change + i)));
    const answer = f32x4.mul(f32x4.sub(f32x4.abs(difference), f32x4.splat(low)), bySpan);
    const picture = f32x4.mul(f32x4.sub(f32x4.convert_i32x4_s(bytes), f32x4.splat(still)), byStep);
    const more = f32x4.pmax(f32x4.pmax(answer, picture), f32x4.splat(0));
    const weight = f32x4.pmin(f32x4.add(floor, more), one);
    v128.store(state + at, f32x4.add(was, f32x4.mul(difference, weight)));
    const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(weight, f32x4.splat(255))));
    const narrow = i16x8.narrow_i32x4_s(whole, whole);
    v128.store32_lane(share + i, i8x16.narrow_i16x8_u(narrow, narrow), 0);
  }
}

/**
 * Where the answer is sure, in bytes: `person` is 0 from `high` on and 255 elsewhere, `room` 0 up to `low` and 255
 * elsewhere. Widened, what is 0 in one of them needs no edge.
 */
export function sure(state: usize, count: i32, low: f32, high: f32, person: usize, room: usize): void {
  for (let i = 0; i < count; i++) {
    const p = load<f32>(state + (<usize>i << 2));
    store<u8>(person + i, p >= high ? 0 : 255);
    store<u8>(room + i, p <= low ? 0 : 255);
  }
}
