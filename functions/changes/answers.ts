import type { Context } from 'hono'
import type { App } from '../lib/env'
import { flash, wantsFragment } from '../lib/page'
import type { Made } from './make'

/** After a change of many rows: the page says what was done, with its Undo. All that it shows may be different. */
export const changeMade = <E extends App>(c: Context<E>, made: Made, page: string) => {
  flash(c, { message: made.summary, undo: `/changes/${made.id}/undo` })
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': page }) : c.redirect(page, 303)
}
