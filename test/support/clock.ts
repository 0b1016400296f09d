import { beforeAll, beforeEach, vi } from 'vitest'

/** Freezes `Date` for a test file. Timers run. */
export const stopClock = (instant: string) => {
  const stop = () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(instant) })
  }
  // For rows that the file adds in its own `beforeAll`.
  beforeAll(stop)
  beforeEach(stop)
}
