@group(0) @binding(0) var blurred: texture_2d<f32>;
@group(0) @binding(1) var linear: sampler;
@group(0) @binding(2) var wide: texture_storage_2d<rgba16float, write>;

// A sixteenth of the size and blurred far: what stands in behind a person where no room is near.
@compute @workgroup_size(8, 8) fn widen(@builtin(global_invocation_id) id: vec3u) {
  let size = textureDimensions(wide);
  if (any(id.xy >= size)) {
    return;
  }
  var sum = vec4f(0.0);
  var weights = 0.0;
  for (var j = -5; j <= 5; j++) {
    for (var i = -5; i <= 5; i++) {
      let away = vec2f(vec2i(i, j));
      let weight = exp(-dot(away, away) / 8.0);
      sum += textureSampleLevel(blurred, linear, (vec2f(id.xy) + 0.5 + away * 1.5) / vec2f(size), 0.0) * weight;
      weights += weight;
    }
  }
  textureStore(wide, id.xy, sum / weights);
}
