// Two studios in two tabs would take each other's settings and camera: each is told of the other, for as long as both are open.

/** `told` hears whether there is another, at once and never again: the tab that came first has the lock until it closes. */
export function lookForOtherTab(told: (isThere: boolean) => void): void {
  void navigator.locks.request('everframe-studio', { ifAvailable: true }, (lock) => {
    told(lock === null);
    return lock ? new Promise(() => undefined) : undefined;
  });
}
