import { daily } from '../lib/wait-until'

/** Deletes states that are kept no longer. */
export const dropStatesDaily = daily(async (c) => {
  const { dropOldStates } = await import('./purge')
  await dropOldStates(c.env, c.var.user.id, Date.now())
})
