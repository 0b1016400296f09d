import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { IdleDone, IdleQuestion } from '../../../../views/time/timer/idle'
import type { App } from '../../../lib/env'
import { type AnyDraft, form, submittedText } from '../../../lib/http/form'
import { fragmentsWith } from '../../../lib/http/respond'
import { duration } from '../../../lib/text/format'
import { heartbeat, stopTimer } from '../actions'
import { endedToast, respondNotRunning, respondTimerChanged, startedToast, timerRegions } from '../fragments'
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

/** The question about a stretch, while its timer runs. */
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

/** `/timer/idle`: asks about a stretch without a sign of the person. */
export const idleRoutes = new Hono<App>()
  .get('/', async (c) => c.render(await question(c, c.req.query()), { title, heading: true }))

  .post(
    '/',
    form(IdleForm, title, (c: Context<App>, draft) => question(c, submittedText(c), draft)),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const now = Date.now()
      const { answer, ...idle } = c.req.valid('form')
      const regions = fragmentsWith(c, () =>
        timerRegions(c, { after: answer === 'keep' ? undefined : idle.id, also: <IdleDone /> }),
      )
      const length = duration(Math.floor((idle.to - idle.from) / 1000))
      if (answer === 'keep') {
        await heartbeat(DB, user, now)
        return respondTimerChanged(c, { toast: { message: `Kept ${length}` }, regions })
      }
      if (answer === 'stop') {
        const stopped = await stopTimer(DB, user, { id: idle.id, ended_at: idle.from }, now)
        if (!stopped || 'errors' in stopped) return respondNotRunning(c)
        return respondTimerChanged(c, { toast: endedToast('stop', stopped), regions })
      }
      const result = await takeOutIdle(DB, user, idle, now)
      if (!result) return respondNotRunning(c)
      const undo = result.stopped ? startedToast(result).undo : undefined
      return respondTimerChanged(c, { toast: { message: `Took out ${length} of idle time`, undo }, regions })
    },
  )
