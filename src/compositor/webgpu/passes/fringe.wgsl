@group(0) @binding(1) var picture: texture_2d<f32>;
@group(0) @binding(2) var linear: sampler;
@group(0) @binding(3) var<storage, read> steadied: array<vec2f>;
// rgb: sum of colours nearby; a: how much of them there is
@group(0) @binding(4) var people: texture_storage_2d<rgba16float, write>;
@group(0) @binding(5) var room: texture_storage_2d<rgba16float, write>;
@group(0) @binding(6) var backdrop: texture_2d<f32>;
@group(0) @binding(7) var light: texture_storage_2d<rgba16float, write>;

const REACH = 6;

// The colours of person and room around every sample of the mask, from samples where it is sure; and the light of the
// picture behind. A tent over 13 x 13 samples, every second one taken. Why: compositor/cpu/fringe.ts.
@compute @workgroup_size(8, 8) fn gather(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= params.size)) {
    return;
  }
  let here = vec2i(id.xy);
  let last = vec2i(params.size) - 1;
  var person_sum = vec4f(0.0);
  var room_sum = vec4f(0.0);
  var light_sum = vec4f(0.0);
  for (var j = -REACH; j <= REACH; j += 2) {
    for (var i = -REACH; i <= REACH; i += 2) {
      let weight = f32((REACH + 1 - abs(i)) * (REACH + 1 - abs(j)));
      let near = here + vec2i(i, j);
      if (any(near < vec2i(0)) || any(near > last)) {
        continue;
      }
      let uv = (vec2f(near) + 0.5) / vec2f(params.size);
      let colour = vec4f(textureSampleLevel(picture, linear, uv, 0.0).rgb, 1.0);
      let p = steadied[u32(near.y) * params.size.x + u32(near.x)].x;
      person_sum += colour * saturate((p - 0.85) * 8.0) * weight;
      room_sum += colour * saturate((0.15 - p) * 8.0) * weight;
      light_sum += vec4f(textureSampleLevel(backdrop, linear, uv, 0.0).rgb, 1.0) * weight;
    }
  }
  textureStore(people, id.xy, person_sum / light_sum.a);
  textureStore(room, id.xy, room_sum / light_sum.a);
  textureStore(light, id.xy, light_sum / light_sum.a);
}
