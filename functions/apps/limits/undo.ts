import type { Context } from 'hono'
import { editedSinceProblem, nothingToUndoProblem } from '../../lib/db/recoverable'
import type { App } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import { prepareAppsPage, respondAppsChanged, whitelistsPath } from '../whitelists/fragments'
import { undoScopeLimit } from './writes'

export const undoLimit = async (c: Context<App>, id: string) => {
  const page = prepareAppsPage(c, () => true)
  const undone = await undoScopeLimit(c.env.DB, c.var.user, id, Date.now())
  if (undone === 'gone') throw new ProblemError({ ...nothingToUndoProblem, again: whitelistsPath })
  if (undone === 'edited') throw new ProblemError({ ...editedSinceProblem, again: whitelistsPath })
  return respondAppsChanged(c, { message: 'Undone' }, page)
}
