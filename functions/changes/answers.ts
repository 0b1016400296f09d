import type { Context } from 'hono'
import type { App } from '../lib/env'
import { flash, wantsFragment } from '../lib/page'
import { ProblemError } from '../lib/problem'
import type { Made } from './make'

const busy = {
  status: 409,
  code: 'busy',
  title: 'Something else was written at the same time',
  detail: 'Nothing was changed. Go back and try again.',
} as const

/** After a change of many rows: the page says what was done, with its Undo. All that it shows may be different. */
export const changeMade = <E extends App>(c: Context<E>, made: Made | 'busy', page: string) => {
  if (made === 'busy') throw new ProblemError(busy)
  flash(c, { message: made.summary, undo: `/changes/${made.id}/undo` })
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': page }) : c.redirect(page, 303)
}
