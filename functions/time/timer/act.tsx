import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ToastProps } from '../../../views/ui/toast'
import { type ActRefusal, isRefused } from '../../lib/api/act'
import type { App } from '../../lib/env'
import { prefetchFragments } from '../../lib/http/respond'
import { notRunningMessage, respondTimerChanged, timerRegions } from './fragments'

type Succeeded<Result> = Exclude<Result, ActRefusal>

type Act<Result> = {
  /** Id of a session that the action adds to the lists. */
  after?: string
  also?: Child
  /** Runs the action. Null if its subject no longer exists. */
  run: () => Promise<Result | null>
  toast: (result: Succeeded<Result>) => ToastProps | string
  /** Message if the action's subject no longer exists. */
  none?: string
}

/** Runs an action on the timer and responds. The bar and the list on screen are read together with the write. */
export const runTimerAction = async <Result extends object>(
  c: Context<App>,
  { after, also, run, toast, none = notRunningMessage }: Act<Result>,
) => {
  const regions = prefetchFragments(c, () => timerRegions(c, { after, also }))
  const result = await run()
  const answer = () => {
    if (result === null) return none
    return isRefused(result) ? Object.values(result.errors).flat().join(' ') : toast(result as Succeeded<Result>)
  }
  const shown = answer()
  return respondTimerChanged(c, { toast: typeof shown === 'string' ? { message: shown } : shown, regions })
}
