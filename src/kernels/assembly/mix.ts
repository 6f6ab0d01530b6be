// What kernels share that put a person in front of something. Not exported from the module: vectors cannot leave it.

/** (front * alpha + behind * (255 - alpha)) / 255, rounded exactly, of 8 samples widened to 16 bit. */
function mix8(front: v128, behind: v128, alpha: v128): v128 {
  const sum = i16x8.add(
    i16x8.add(i16x8.mul(front, alpha), i16x8.mul(behind, i16x8.sub(i16x8.splat(255), alpha))),
    i16x8.splat(128),
  );
  return i16x8.shr_u(i16x8.add(sum, i16x8.shr_u(sum, 8)), 8);
}

/** The same of 16 bytes. */
export function mix16(front: v128, behind: v128, alpha: v128): v128 {
  return i8x16.narrow_i16x8_u(
    mix8(
      i16x8.extend_low_i8x16_u(front),
      i16x8.extend_low_i8x16_u(behind),
      i16x8.extend_low_i8x16_u(alpha),
    ),
    mix8(
      i16x8.extend_high_i8x16_u(front),
      i16x8.extend_high_i8x16_u(behind),
      i16x8.extend_high_i8x16_u(alpha),
    ),
  );
}

/** The first `count` bytes. */
export function storePart(at: usize, bytes: v128, count: i32): void {
  let rest = bytes;
  for (let k = 0; k < count; k++) {
    store<u8>(at + k, i8x16.extract_lane_u(rest, 0));
    rest = i8x16.shuffle(rest, rest, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0);
  }
}
