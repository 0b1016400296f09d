import type { Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { z } from 'zod'
import type { ToastProps } from '../../../views/ui/toast'
import { busyError, operation } from '../../lib/api/describe'
import { answerWithVersion, once } from '../../lib/api/once'
import { body, invalidFields } from '../../lib/api/request'
import { type App, appContext } from '../../lib/env'
import { type Problem, ProblemError } from '../../lib/http/problem'
import { fragmentsWith } from '../../lib/http/respond'
import { notRunning, respondTimerChanged, timerRegions } from './fragments'

type Refused = { errors: Partial<Record<string, string[]>> }
type Succeeded<Result> = Exclude<Result, Refused>

const isRefused = (result: object): result is Refused => 'errors' in result

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

const nothingRuns: Problem = {
  status: 404,
  code: 'not_running',
  title: 'Nothing is running',
  detail: 'No timer is running. Nothing was changed.',
}

type ApiAct<Input extends z.ZodType, Done> = {
  summary: string
  description: string
  input: Input
  schema: z.ZodType
  /** Paths of versions in the JSON that the write makes. */
  versions?: string[]
  json: (done: Done, now: number) => object
  /** @param now epoch ms. @param claims statements that keep the answer for a repeat */
  run: (
    c: Context<App>,
    input: z.output<Input>,
    now: number,
    claims: (done: Done) => D1PreparedStatement[],
  ) => Promise<Done | Refused | null>
}

/** Adds `POST <path>` for the same act by the API: once for each key, 404 where nothing runs. */
export const addApiAct = <Input extends z.ZodType, Done extends { id: string }>(
  api: Hono<App>,
  path: string,
  { summary, description, input, schema, versions = ['$.seq'], json, run }: ApiAct<Input, Done>,
) =>
  api.post(
    path,
    operation({
      summary,
      description,
      tag: 'Timer',
      body: true,
      item: true,
      stale: true,
      once: true,
      errors: { 404: 'Nothing is running: `not_running`.', 409: busyError },
      answers: { schema },
    }),
    body(input),
    once(),
    async (c) => {
      const { user, claimWith } = c.var
      const now = Date.now()
      const done = await run(appContext(c), c.req.valid('json') as z.output<Input>, now, (one) =>
        claimWith(one.id, answerWithVersion(user.id, json(one, now), versions)),
      )
      if (done === null) throw new ProblemError(nothingRuns)
      if (isRefused(done)) throw invalidFields(done.errors)
      return c.json(json(done, now))
    },
  )
