import { beforeAll, beforeEach, vi } from 'vitest'

/** Freezes `Date` for a test file. Timers run. */
export const stopClock = (instant: string | number) => {
  const stop = () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(instant) })
  }
  // For rows that the file adds in its own `beforeAll`.
  beforeAll(stop)
  beforeEach(stop)
}

/** Gives a test file the machine's clock, as its rows are dated by the database, whose clock cannot be set. */
export const useMachineClock = () => {
  globalThis.clockOffset = 0
}
