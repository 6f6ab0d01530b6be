// What to call this browser in sentences such as "Chrome is not allowed to use your camera".

export function browserName(userAgent: string = navigator.userAgent): string {
  if (userAgent.includes('Edg/')) return 'Edge';
  if (userAgent.includes('Firefox/')) return 'Firefox';
  if (userAgent.includes('Chrome/')) return 'Chrome';
  return 'This browser';
}
