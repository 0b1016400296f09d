import type { Context, MiddlewareHandler } from 'hono'
import { submittedText } from './form'
import { ProblemError } from './problem'

/**
 * Refuses a critical act unless its own form sent it, with the act in the field `sure` (views/ui/button.tsx). No click
 * in any other form may trigger it.
 * @param page with the act's form
 */
export const requireOwnForm =
  (act: string, page: (c: Context) => string): MiddlewareHandler =>
  async (c, next) => {
    if (submittedText(c).sure === act) return next()
    throw new ProblemError({
      status: 422,
      code: 'not_confirmed',
      title: 'That needs its own page',
      detail: 'Nothing was changed. Use the button on its page.',
      again: page(c),
    })
  }
