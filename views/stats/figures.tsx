import type { Child } from 'hono/jsx'
import type { Range } from '../../functions/lib/days'
import { duration, grouped, plural, shortDate } from '../../functions/lib/format'
import { lengthOf } from '../../functions/stats/range'
import { hasSessions } from '../../functions/stats/schema'
import type { Summary } from '../../functions/stats/summary'
import { dayPath, sessionsPath } from '../links'
import { Count, Figure, Kpi, Kpis } from '../ui/figure'
import { Icon } from '../ui/icon'

/** The sums of the range before, which the present ones are held against. */
export type Before = { total_seconds: number; session_count: number }

/** How much more or less it is than before. */
const Change = ({ by, words }: { by: number; words: (amount: number) => string }) => {
  if (by === 0) return <>as before</>
  return (
    <>
      <Icon name={by > 0 ? 'up' : 'down'} /> {words(Math.abs(by))} {by > 0 ? 'more' : 'less'}
    </>
  )
}

type FiguresProps = { figures: Summary; before: Before; range: Range; today: string }

/** The figures of a range, each leading to the sessions that make it up. */
export const Figures = ({ figures, before, range, today }: FiguresProps) => {
  const href = sessionsPath(range)
  const best = figures.best_day
  const compared = (by: number, words: (amount: number) => string): Child =>
    hasSessions(figures) || by !== 0 ? <Change by={by} words={words} /> : undefined
  return (
    <Kpis id="figures">
      <Kpi label="Total" note={compared(figures.total_seconds - before.total_seconds, duration)}>
        <Figure seconds={figures.total_seconds} href={href} />
      </Kpi>
      <Kpi label="Average, active days">
        <Figure seconds={figures.average_active_day_seconds} href={href} />
      </Kpi>
      <Kpi label="Active days">
        <Count value={grouped(figures.active_days)} unit={`of ${grouped(lengthOf(range))}`} href={href} />
      </Kpi>
      <Kpi label="Sessions" note={compared(figures.session_count - before.session_count, grouped)}>
        <Count value={grouped(figures.session_count)} href={href} />
      </Kpi>
      <Kpi label="Best day" note={best ? shortDate(best.date, today) : 'none yet'}>
        <Figure seconds={best?.seconds ?? 0} href={best ? dayPath(best.date) : undefined} />
      </Kpi>
      <Kpi label="Streak in this range" note={`at its end; longest ${plural(figures.longest_streak, 'day')}`}>
        <Count value={figures.current_streak} unit={figures.current_streak === 1 ? 'day' : 'days'} href={href} />
      </Kpi>
    </Kpis>
  )
}
