import { localDateTime } from '../../functions/lib/days'
import { clockTime, shortDate } from '../../functions/lib/format'
import type { Preferences } from '../../functions/lib/preferences'
import type { EndOption, EndOptionKind } from '../../functions/timer/unfinished/schema'
import { Button } from '../ui/button'
import { Duration } from '../ui/figure'
import { barForm } from './bar-form'

const evidenceText: Record<EndOptionKind, string> = {
  page: 'when you last viewed a page',
  earlier_page: 'when you viewed a page earlier',
  app: 'at the last app usage',
  pull_request: 'at your last pull-request activity',
  answer: 'when you last confirmed it',
}

type LocalTimeProps = { time_zone: string; clock: Preferences['clock']; now: number }

/** An instant in a zone, with the date unless that is today. */
export const LocalTime = ({ at, time_zone, clock, now }: LocalTimeProps & { at: number }) => {
  const { date } = localDateTime(at, time_zone)
  const { date: today } = localDateTime(now, time_zone)
  return (
    <time datetime={new Date(at).toISOString()}>
      {date !== today && `${shortDate(date, today)}, `}
      {clockTime(at, time_zone, clock)}
    </time>
  )
}

/** Attributes of a form: the answer replaces the row or the bar; on a page the browser follows the redirect. */
export const actionForm = (where: 'row' | 'bar' | undefined, action: string) => ({
  method: 'post' as const,
  action,
  ...(where === 'bar' && barForm(action)),
  ...(where === 'row' && {
    'hx-post': action,
    'hx-target': 'closest li',
    'hx-swap': 'outerHTML swapEmpty:true',
    'hx-include': '#shown-to',
  }),
})

type EndButtonsProps = {
  session: { id: string; seq: number; time_zone: string }
  ends: EndOption[]
  clock: Preferences['clock']
  now: number
  where?: 'row' | 'bar'
}

export const EndButtons = ({ session, ends, clock, now, where }: EndButtonsProps) => (
  <>
    {ends.map(({ kind, at, seconds }) => (
      <form {...actionForm(where, `/timer/forgotten/${session.id}/settle`)}>
        {where && <input type="hidden" name="where" value={where} />}
        <input type="hidden" name="seq" value={session.seq} />
        <input type="hidden" name="ended_at" value={new Date(at).toISOString()} />
        <Button small class="end">
          <span>
            Ended <LocalTime at={at} time_zone={session.time_zone} clock={clock} now={now} />, {evidenceText[kind]} ·{' '}
            <Duration seconds={seconds} />
          </span>
        </Button>
      </form>
    ))}
  </>
)
