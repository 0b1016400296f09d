import type { Problem } from '../problem'

/** The problem of a write to an old version. @param current the row as it is now */
export const staleProblem = (current: object): Problem => ({
  status: 409,
  code: 'stale',
  title: 'It has changed meanwhile',
  detail: 'It has moved on since the version that was seen. Nothing was changed. `current` is what it is now.',
  more: { current },
})
