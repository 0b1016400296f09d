import type { Context } from 'hono'
import type { App } from '../lib/env'
import { flash, wantsFragment } from '../lib/page'

/**
 * After a change of rules: a page that says what came of it, with its Undo. All that it shows may be different.
 * @param changeId by which the change is taken back; null where nothing changed
 */
export const rulesChanged = (c: Context<App>, message: string, changeId: string | null, to: string) => {
  flash(c, { message, ...(changeId !== null && { undo: `/whitelists/changes/${changeId}/undo` }) })
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': to }) : c.redirect(to, 303)
}
