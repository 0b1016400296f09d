import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { ToastPart, type ToastProps } from '../../views/ui/toast'
import type { App } from './env'
import { flash, wantsFragment } from './page'
import { type Problem, ProblemError } from './problem'
import { declareAnswer } from './reads'

type Answer = {
  toast?: ToastProps
  /** Path of the page that a plain form post is redirected to (303); the toast waits there. */
  page: string
  /** Renders the regions of the page that the write changed; called for htmx only. */
  fragments: () => Child | Promise<Child>
}

/** Refuses a write: htmx gets the problem as a toast, a plain form post a page. */
export const respondProblem = <E extends App>(c: Context<E>, problem: Problem, stays?: boolean) => {
  if (!wantsFragment(c)) throw new ProblemError(problem)
  c.status(problem.status)
  return c.render(<ToastPart message={`${problem.title}. ${problem.detail}`} stays={stays} />)
}

/**
 * Answers a write after which the whole page may look different: redirects to `page`, where the toast is shown. htmx
 * loads it as a page, because fetch would follow a 303.
 */
export const redirectTo = <E extends App>(c: Context<E>, page: string, toast?: ToastProps) => {
  if (toast) flash(c, toast)
  return wantsFragment(c) ? c.body(null, 204, { 'HX-Redirect': page }) : c.redirect(page, 303)
}

/** Answers a write: htmx gets the changed regions and the toast, a plain form post is redirected. */
export const respond = async <E extends App>(c: Context<E>, { toast, page, fragments }: Answer) => {
  if (!wantsFragment(c)) return redirectTo(c, page, toast)
  return c.render(
    <>
      {await fragments()}
      {toast && <ToastPart {...toast} />}
    </>,
  )
}

/** Prepares what only htmx is answered with together with the write (`declareAnswer`). */
export const fragmentsWith = <E extends App, T>(c: Context<E>, read: () => Promise<T>): (() => Promise<T>) =>
  wantsFragment(c) ? declareAnswer(c.env.DB, read) : read
