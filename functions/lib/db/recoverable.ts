export const recoverableDays = 30

/** Rows deleted after this instant (epoch ms) can be restored. */
export const recoverableSince = (now: number) => now - recoverableDays * 24 * 60 * 60 * 1000

/** Problem if the rows of an Undo have changed since. */
export const editedSinceProblem = {
  status: 409,
  code: 'moved_on',
  title: 'This can no longer be undone',
  detail: 'It has changed since. Nothing was undone.',
} as const

/** Problem if there is nothing to undo, or if the change belongs to another person. */
export const nothingToUndoProblem = {
  status: 404,
  code: 'nothing_to_undo',
  title: 'Nothing to undo',
  detail: `It was already undone or is more than ${recoverableDays} days old.`,
} as const
