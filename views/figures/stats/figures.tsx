import type { Child } from 'hono/jsx'
import type { StatsParams } from '../../../functions/figures/stats/query'
import type { StatsView } from '../../../functions/figures/stats/view'
import { daysIn, previousRange } from '../../../functions/ledger/range'
import type { Summary } from '../../../functions/ledger/schema'
import { hasSessions } from '../../../functions/ledger/schema'
import { dayMonth, duration, grouped, plural, shortDate } from '../../../functions/lib/text/format'
import { displayedSeconds } from '../../../functions/lib/time/duration'
import { Count, CountKpi, Figure, FigureKpi, FigureLine, Kpi, Kpis } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { MenuLink } from '../../ui/item'
import {
  changesPath,
  comparePath,
  dayPath,
  type ExplainedFigure,
  explainPath,
  statsCsvPath,
  statsLink,
} from '../../ui/links'
import { comparedDays } from './head'

type ChangeProps = {
  now: number
  before: number
  words?: (amount: number) => string
  /** True to show only an arrow instead of “more” or “less”. */
  brief?: boolean
}

/** Difference of two amounts, calculated after rounding for display. */
export const AmountChange = ({ now, before, words = duration, brief }: ChangeProps) => {
  const by = words === duration ? displayedSeconds(now) - displayedSeconds(before) : now - before
  if (by === 0) return <>no change</>
  return (
    <span class="fact">
      <Icon name={by > 0 ? 'up' : 'down'} />
      {words(Math.abs(by))} <span class={brief ? 'sr-only' : undefined}>{by > 0 ? 'more' : 'less'}</span>
    </span>
  )
}

type FiguresProps = Pick<
  StatsView,
  'figures' | 'before' | 'firstDay' | 'compared' | 'range' | 'isAll' | 'ever' | 'today' | 'subject' | 'rounds'
>

const days = (count: number) => plural(count, 'day')

type StreakProps = Pick<StatsView, 'figures' | 'ever' | 'isAll'> & { explained: (figure: ExplainedFigure) => string }

/**
 * The current streak, whatever the range. A subject has the streak of the range, as its days of all time are not
 * stored.
 */
const Streak = ({ figures, ever, isAll, explained }: StreakProps) => {
  const current = ever?.current ?? figures.current_streak
  const ofAllTime = (figure: ExplainedFigure) => explainPath(null, 'all', { figure })
  const longest = ever && isAll ? ever.longest : figures.longest_streak
  return (
    <Kpi
      label={ever || isAll ? 'Streak' : 'Streak in range'}
      note={
        <span>
          <a href={ever && isAll ? ofAllTime('longest') : explained('longest')} data-figure={longest}>
            longest {ever && !isAll ? `in range ${grouped(longest)}` : days(longest)}
          </a>
          {ever && !isAll && (
            <>
              ,{' '}
              <a href={ofAllTime('longest')} data-figure={ever.longest}>
                ever {grouped(ever.longest)}
              </a>
            </>
          )}
        </span>
      }
    >
      <Count
        value={current}
        unit={current === 1 ? 'day' : 'days'}
        href={ever ? ofAllTime('streak') : explained('streak')}
      />
    </Kpi>
  )
}

/** The total, which is the first figure of the page. */
export const RangeTotal = ({ figures, before, firstDay, range, isAll, subject, today }: FiguresProps) => {
  const isPartial = firstDay !== null && firstDay > previousRange(range).from
  const by = before ? figures.total_seconds - before.total_seconds : 0
  return (
    <FigureLine class="my-4" id="total">
      <span class="sr-only">Total </span>
      <Figure hero seconds={figures.total_seconds} href={explainPath(range, subject)} />
      {before && (hasSessions(figures) || by !== 0) && (
        <span class="grey">
          <a href={comparePath(range, subject)} data-figure={Math.abs(by)}>
            <AmountChange now={figures.total_seconds} before={before.total_seconds} />
          </a>
          {!isAll && ` than ${comparedDays(range)}`}
          {!isAll && isPartial && `, tracked only from ${dayMonth(firstDay, today)}`}
        </span>
      )}
    </FigureLine>
  )
}

/** Completed rounds of focus, linked to the days with rounds. */
const Rounds = ({ rounds, today }: Pick<FiguresProps, 'rounds' | 'today'>) => (
  <CountKpi
    label="Focus rounds"
    count={rounds.reduce((sum, day) => sum + day.rounds, 0)}
    note={
      <details class="menu" data-menu>
        <summary class="link">by day</summary>
        <div class="sheet">
          {rounds
            .slice(-31)
            .toReversed()
            .map(({ date, rounds: count }) => (
              <a href={dayPath(date)}>
                {shortDate(date, today)}: {count}
              </a>
            ))}
        </div>
      </details>
    }
  />
)

/** The figures of a range, each linked to its explanation. */
export const Figures = (props: FiguresProps) => {
  const { figures, before, compared, range, isAll, ever, today, subject, rounds } = props
  const best = figures.best_day
  const past = compared?.figures
  const change = (now: number, then: number, words: (amount: number) => string): Child =>
    hasSessions(figures) || now !== then ? (
      <a href={comparePath(range, subject)} data-figure={Math.abs(now - then)}>
        <AmountChange now={now} before={then} words={words} />
      </a>
    ) : undefined
  const compare = (of: (figures: Summary) => number, words: (amount: number) => string) =>
    past && change(of(figures), of(past), words)
  const explained = (figure?: ExplainedFigure) => explainPath(range, subject, { figure })
  const bestBefore = compare(({ best_day }) => best_day?.seconds ?? 0, duration)
  return (
    <Kpis id="figures" class="mt-4">
      <FigureKpi
        label="Average per active day"
        note={compare((of) => of.average_active_day_seconds, duration)}
        seconds={figures.average_active_day_seconds}
        href={explained('average')}
      />
      <CountKpi
        label="Active days"
        note={compare((of) => of.active_days, days)}
        count={figures.active_days}
        unit={`of ${grouped(daysIn(range))}`}
        href={explained('active')}
      />
      <CountKpi
        label="Sessions"
        note={before && change(figures.session_count, before.session_count, grouped)}
        count={figures.session_count}
        href={explained()}
      />
      <FigureKpi
        label="Best day"
        note={
          <>
            {best ? shortDate(best.date, today) : 'none yet'}
            {bestBefore && <>; {bestBefore}</>}
          </>
        }
        seconds={best?.seconds ?? 0}
        href={best ? explained('best') : undefined}
      />
      <Streak figures={figures} ever={ever} isAll={isAll} explained={explained} />
      {rounds.length > 0 && <Rounds rounds={rounds} today={today} />}
    </Kpis>
  )
}

type MenuProps = Pick<StatsView, 'range' | 'subject' | 'compared' | 'canCompare'> & { params: StatsParams }

/** Menu of further pages about the figures. */
export const StatsMenu = ({ range, subject, compared, canCompare, params }: MenuProps) => (
  <>
    {canCompare && !compared && (
      <MenuLink
        icon="stats"
        label={`Compare with ${comparedDays(range)}`}
        href={statsLink({ ...params, compare: '1' })}
      />
    )}
    {compared && <MenuLink icon="stats" label="Stop comparing" href={statsLink({ ...params, compare: undefined })} />}
    <MenuLink icon="stats" label="Compare with other dates" href={comparePath(range, subject)} />
    <MenuLink icon="edit" label="What changed in the total" href={changesPath(range, subject)} />
    <MenuLink icon="reviews" label="Review the week" href="/review/week" />
    <MenuLink icon="cards" label="Card reviews" href="/stats/cards" />
    <MenuLink icon="download" label="CSV of the hours" href={statsCsvPath(params, 'series')} />
    <MenuLink
      icon="download"
      label="CSV of the sessions"
      href={`/sessions.csv?${new URLSearchParams({ ...range, ...(params.subject && { subject: params.subject }) })}`}
    />
  </>
)
