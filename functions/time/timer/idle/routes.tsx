import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { IdleDone, IdleQuestion } from '../../../../views/time/timer/idle'
import type { App } from '../../../lib/env'
import { type AnyDraft, form, submittedText } from '../../../lib/http/form'
import { duration } from '../../../lib/text/format'
import { runTimerAction } from '../act'
import { heartbeat, stopTimer } from '../actions'
import { endedToast, startedToast } from '../fragments'
import { activeTimer } from '../queries'
import { takeOutIdle } from './actions'

const noTime = 'Enter an instant, in milliseconds'
const instant = z
  .string(noTime)
  .regex(/^\d{1,15}$/, noTime)
  .transform(Number)

const IdleForm = z
  .object({
    id: z.string('Reload the page').max(100, 'Reload the page'),
    from: instant,
    to: instant,
    answer: z.enum(['keep', 'remove', 'stop'], 'Choose one of the answers'),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'The end is before the start.' })

const title = 'Idle time'

/** Renders the question about an idle period, if its timer still runs. */
const question = async (
  c: Context<App>,
  { id = '', from, to }: Record<string, string | undefined>,
  draft?: AnyDraft,
) => {
  const active = await activeTimer(c.env.DB, c.var.user.id)
  const [begins, ends] = [Number(from), Math.min(Number(to), Date.now())]
  const errors = Object.values(draft?.errors ?? {}).flatMap((messages) => messages ?? [])
  if (active?.id !== id || !(begins < ends))
    return <IdleQuestion idle={null} reader={c.var.user.preferences} errors={errors} />
  const idle = { id, from: Math.max(begins, active.started_at), to: ends }
  return <IdleQuestion idle={idle} reader={c.var.user.preferences} errors={errors} />
}

/** `/timer/idle`: asks about a period without activity. */
export const idleRoutes = new Hono<App>()
  .get('/', async (c) => c.render(await question(c, c.req.query()), { title, heading: true }))

  .post(
    '/',
    form(IdleForm, title, (c: Context<App>, draft) => question(c, submittedText(c), draft)),
    (c) => {
      const { DB } = c.env
      const { user } = c.var
      const now = Date.now()
      const { answer, ...idle } = c.req.valid('form')
      const { id } = idle
      const length = duration(Math.floor((idle.to - idle.from) / 1000))
      const also = <IdleDone />
      const answers = {
        keep: () => runTimerAction(c, { also, run: () => heartbeat(DB, user, now), toast: () => `Kept ${length}` }),
        stop: () =>
          runTimerAction(c, {
            after: id,
            also,
            run: () => stopTimer(DB, user, { id, ended_at: idle.from }, now),
            toast: (stopped) => endedToast('stop', stopped),
          }),
        remove: () =>
          runTimerAction(c, {
            after: id,
            also,
            run: () => takeOutIdle(DB, user, idle, now),
            toast: (result) => ({
              message: `Removed ${length} of idle time`,
              undo: result.stopped ? startedToast(result).undo : undefined,
            }),
          }),
      }
      return answers[answer]()
    },
  )
