import type { Context } from 'hono'
import type { App } from '../lib/env'
import { flash, wantsFragment } from '../lib/page'

/**
 * Answers a change of rules with another page and a toast.
 * @param changeId null where nothing changed
 */
export const rulesChanged = (c: Context<App>, message: string, changeId: string | null, to: string) => {
  flash(c, { message, ...(changeId !== null && { undo: `/whitelists/changes/${changeId}/undo` }) })
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': to }) : c.redirect(to, 303)
}
