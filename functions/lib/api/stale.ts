import type { Problem } from '../problem'

/** The problem of a write to an old version. @param current the row as it is now */
export const staleProblem = (current: object): Problem => ({
  status: 409,
  code: 'stale',
  title: 'It was changed in the meantime',
  detail: 'It was changed after the version in your request. Nothing was changed. `current` is the current state.',
  more: { current },
})
