// The mask as a local linear function of the picture's colour: guided filter with a colour guide (He, Sun and Tang 2013,
// "Guided Image Filtering", eq. 14 to 17), in its fast form (He and Sun 2015): fitted at the net's size here, applied at
// full size in alpha.ts. Pixels are four f32, see boxes.ts; the guide is Y, U - 128, V - 128 in 1/255.

/** [Y, U, V, p], [Yp, Up, Vp, UV], [YY, YU, YV, UU], [VV, 0, 0, 0] of every pixel, to four pictures of `count`. */
export function guidedProducts(
  y: usize, u: usize, v: usize, mask: usize, count: i32, means: usize, withMask: usize, squares: usize, last: usize,
): void {
  const unit = f32x4.splat(1.0 / 255.0);
  for (let i = 0; i < count; i++) {
    const at = <usize>i << 4;
    const p = load<f32>(mask + (<usize>i << 2));
    let px = i32x4.splat(load<u8>(y + i));
    px = i32x4.replace_lane(px, 1, <i32>load<u8>(u + i) - 128);
    px = i32x4.replace_lane(px, 2, <i32>load<u8>(v + i) - 128);
    const guide = f32x4.mul(f32x4.convert_i32x4_s(px), unit);
    const luma = f32x4.extract_lane(guide, 0);
    const cb = f32x4.extract_lane(guide, 1);
    const cr = f32x4.extract_lane(guide, 2);
    v128.store(means + at, f32x4.replace_lane(guide, 3, p));
    v128.store(withMask + at, f32x4.replace_lane(f32x4.mul(guide, f32x4.splat(p)), 3, cb * cr));
    v128.store(squares + at, f32x4.replace_lane(f32x4.mul(guide, f32x4.splat(luma)), 3, cb * cb));
    v128.store(last + at, f32x4(cr * cr, 0, 0, 0));
  }
}

/**
 * Box-filtered products (`radius`, zero outside) to [aY, aU, aV, b] of p = a * guide + b; where `person` or `room`
 * is 0 (the mask is sure, steady.ts) to [0, 0, 0, p]. Written over `means`.
 */
export function guidedModel(
  means: usize, withMask: usize, squares: usize, last: usize, mask: usize, person: usize, room: usize,
  width: i32, height: i32, radius: i32, epsilon: f32,
): void {
  const span = 2 * radius + 1;
  const full = <f32>span;
  for (let row = 0; row < height; row++) {
    const rows = <f32>(min(row + radius, height - 1) - max(row - radius, 0) + 1);
    for (let column = 0; column < width; column++) {
      const i = row * width + column;
      const at = <usize>i << 4;
      if (!(load<u8>(person + i) & load<u8>(room + i))) {
        v128.store(means + at, f32x4(0, 0, 0, load<f32>(mask + (<usize>i << 2))));
        continue;
      }
      const columns = <f32>(min(column + radius, width - 1) - max(column - radius, 0) + 1);
      const scale = f32x4.splat((full * full) / (rows * columns));
      const mean = f32x4.mul(v128.load(means + at), scale);
      const luma = f32x4.extract_lane(mean, 0);
      const cb = f32x4.extract_lane(mean, 1);
      const cr = f32x4.extract_lane(mean, 2);
      const p = f32x4.extract_lane(mean, 3);
      // The fourth lane of each holds one more product: UV, then UU.
      const cross = f32x4.sub(
        f32x4.mul(v128.load(withMask + at), scale),
        f32x4.mul(mean, f32x4(p, p, p, 0)),
      );
      const square = f32x4.sub(f32x4.mul(v128.load(squares + at), scale), f32x4.mul(mean, f32x4(luma, luma, luma, 0)));
      const yy = f32x4.extract_lane(square, 0) + epsilon;
      const yu = f32x4.extract_lane(square, 1);
      const yv = f32x4.extract_lane(square, 2);
      const uu = f32x4.extract_lane(square, 3) - cb * cb + epsilon;
      const uv = f32x4.extract_lane(cross, 3) - cb * cr;
      const vv = load<f32>(last + at) * f32x4.extract_lane(scale, 0) - cr * cr + epsilon;
      const yp = f32x4.extract_lane(cross, 0);
      const up = f32x4.extract_lane(cross, 1);
      const vp = f32x4.extract_lane(cross, 2);
      const c00 = uu * vv - uv * uv;
      const c01 = yv * uv - yu * vv;
      const c02 = yu * uv - yv * uu;
      const inverse = <f32>1 / (yy * c00 + yu * c01 + yv * c02);
      const aY = (c00 * yp + c01 * up + c02 * vp) * inverse;
      const aU = (c01 * yp + (yy * vv - yv * yv) * up + (yu * yv - yy * uv) * vp) * inverse;
      const aV = (c02 * yp + (yu * yv - yy * uv) * up + (yy * uu - yu * yu) * vp) * inverse;
      v128.store(means + at, f32x4(aY, aU, aV, p - aY * luma - aU * cb - aV * cr));
    }
  }
}

/** Box-filtered [aY, aU, aV, b] as one picture of four 16-bit numbers per pixel, in 1/1024. */
export function guidedNumbers(src: usize, width: i32, height: i32, radius: i32, dst: usize): void {
  const span = 2 * radius + 1;
  const full = <f32>span;
  for (let row = 0; row < height; row++) {
    const rows = <f32>(min(row + radius, height - 1) - max(row - radius, 0) + 1);
    for (let column = 0; column < width; column++) {
      const columns = <f32>(min(column + radius, width - 1) - max(column - radius, 0) + 1);
      const i = <usize>(row * width + column);
      const scale = f32x4.splat((full * full * 1024) / (rows * columns));
      const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(src + (i << 4)), scale)));
      v128.store64_lane(dst + (i << 3), i16x8.narrow_i32x4_s(whole, whole), 0);
    }
  }
}
