import { daily } from '../../lib/wait-until'

/** Deletes what a sync keeps no longer. */
export const tidySyncDaily = daily(async (c) => {
  const { tidySync } = await import('./tidy')
  await tidySync(c.env.DB, c.var.user.id, Date.now())
})
