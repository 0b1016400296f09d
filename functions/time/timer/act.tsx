import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ToastProps } from '../../../views/ui/toast'
import { type ActRefusal, isRefused } from '../../lib/api/act'
import type { App } from '../../lib/env'
import { fragmentsWith } from '../../lib/http/respond'
import { notRunning, respondTimerChanged, timerRegions } from './fragments'

type Succeeded<Result> = Exclude<Result, ActRefusal>

type Act<Result> = {
  /** Id of a session that it adds to the lists. */
  after?: string
  also?: Child
  /** Null where there is nothing to act on. */
  run: () => Promise<Result | null>
  toast: (result: Succeeded<Result>) => ToastProps | string
  /** Words where there is nothing to act on. */
  none?: string
}

/** Does one act on the timer for a page. The bar and the list on screen are read along with its write. */
export const act = async <Result extends object>(
  c: Context<App>,
  { after, also, run, toast, none = notRunning }: Act<Result>,
) => {
  const regions = fragmentsWith(c, () => timerRegions(c, { after, also }))
  const result = await run()
  const answer = () => {
    if (result === null) return none
    return isRefused(result) ? Object.values(result.errors).flat().join(' ') : toast(result as Succeeded<Result>)
  }
  const shown = answer()
  return respondTimerChanged(c, { toast: typeof shown === 'string' ? { message: shown } : shown, regions })
}
