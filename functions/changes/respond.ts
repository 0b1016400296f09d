import type { Context } from 'hono'
import type { App } from '../lib/env'
import { flash, wantsFragment } from '../lib/page'
import type { UndoableChange } from './run'

/** Answers a change of many rows with its Undo. The whole page is loaded, because all that it shows may be different. */
export const respondUndoable = <E extends App>(c: Context<E>, change: UndoableChange, page: string) => {
  flash(c, { message: change.summary, undo: `/changes/${change.id}/undo` })
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': page }) : c.redirect(page, 303)
}
