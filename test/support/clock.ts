import { afterAll, beforeAll, vi } from 'vitest'

/** Stops the clock of a test file at an instant. Timers go on. */
export const stopClock = (instant: string) => {
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(instant) })
  })
  afterAll(() => {
    vi.useRealTimers()
  })
}
