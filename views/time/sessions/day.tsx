import type { ShownTimer } from '../../../functions/frame/shell/shown-timer'
import { withParameters } from '../../../functions/lib/http/list-view'
import { clockTime, longDate, plural, weekdayDay } from '../../../functions/lib/text/format'
import { addDays, type Range } from '../../../functions/lib/time/days'
import { type RunningTimer, secondsSince } from '../../../functions/lib/time/duration'
import type { Day } from '../../../functions/time/sessions/list/days'
import type { SubjectNames } from '../../../functions/time/sessions/list/page'
import {
  isUnfiltered,
  type SessionsView,
  viewFilterParams,
  viewPath,
  withoutCursor,
} from '../../../functions/time/sessions/list/view'
import type { ViewSums } from '../../../functions/time/sessions/list/view-sums'
import { focusEnd } from '../../../functions/time/timer/focus/state'
import { RunningDuration } from '../../frame/shell/start-button'
import { Duration } from '../../ui/figure'
import { ProjectName } from '../../ui/icon'
import { MenuLink } from '../../ui/item'
import { explainPath, statsLink, timelinePath } from '../../ui/links'
import { Rows, Section } from '../../ui/section'
import { NowRow } from '../timer/now-row'
import { type SessionReader, SessionRow } from './row'

export type ListContext = {
  view: SessionsView
  names: SubjectNames
  reader: SessionReader
  today: string
  /** Start of today (epoch ms), and the running timer, which has a row in an unfiltered list. */
  running?: { from: number; runs: RunningTimer | null; timer: ShownTimer | null }
}

/** The row of the running timer in an unfiltered list; null if no timer runs. */
export const runningRow = ({ view, running, reader }: Pick<ListContext, 'view' | 'running' | 'reader'>) => {
  const { timer, runs } = running ?? {}
  if (!timer || !runs || timer.isElsewhere || viewFilterParams(view).length > 0) return null
  const end = focusEnd(timer)
  return (
    <NowRow
      timer={timer}
      clock={<>{clockTime(timer.started_at, reader.time_zone, reader.clock)}–now</>}
      facts={[timer.project && <ProjectName {...timer.project} />]}
      until={end !== null && clockTime(end, reader.time_zone, reader.clock)}
      runs={secondsSince(runs, 0)}
    />
  )
}

const dayId = (date: string) => `day-${date}`
export const dayRowsId = (date: string) => `day-${date}-rows`

const dayTitle = (date: string, today: string) => {
  const words = longDate(date, today)
  return date === today ? `Today, ${words.replace(/^\w+, /, '')}` : words
}

const Sums = ({ day, view, running }: { day: Day; view: SessionsView; running?: ListContext['running'] }) => (
  <p class="day-sum">
    {day.carried_seconds > 0 && (
      <span data-total={day.carried_seconds}>
        <Duration seconds={day.carried_seconds} /> from {weekdayDay(addDays(day.date, -1))}
      </span>
    )}
    {day.tracked_seconds - day.clock_seconds >= 60 && (
      <span data-total={day.clock_seconds}>
        <Duration seconds={day.clock_seconds} /> without overlap
      </span>
    )}
    {running && <RunningDuration {...running} />}
    <a href={viewPath(withoutCursor(view), { from: day.date, to: day.date })} data-figure={day.tracked_seconds}>
      <b>
        <Duration seconds={day.tracked_seconds} />
      </b>
      <span class="sr-only"> tracked</span>
    </a>
  </p>
)

/** Rows of a day whose heading the list already shows. */
export const DayRows = ({ day, names, reader }: { day: Day } & Omit<ListContext, 'today'>) =>
  day.sessions.map((session) => <SessionRow session={session} names={names} reader={reader} />)

export const DaySection = ({ day, view, names, reader, today, running }: { day: Day } & ListContext) => (
  <Section
    id={dayId(day.date)}
    title={<a href={timelinePath(day.date)}>{dayTitle(day.date, today)}</a>}
    summary={view.after?.date === day.date ? 'continued' : undefined}
    aside={<Sums day={day} view={view} running={day.date === today && view.subject === 'all' ? running : undefined} />}
  >
    <Rows id={dayRowsId(day.date)} ordered>
      {day.date === today && runningRow({ view, running, reader })}
      <DayRows day={day} view={view} names={names} reader={reader} />
    </Rows>
  </Section>
)

const csvPath = (view: SessionsView) => {
  const query = new URLSearchParams(viewFilterParams(view))
  return query.size > 0 ? `/sessions.csv?${query}` : '/sessions.csv'
}

/** Subject and dates of a view for links to other pages; undefined if only the list can show this view. */
const figureOf = (view: SessionsView): { subject: string; range: Range | null } | undefined => {
  const { subject } = view
  if (view.from !== null && view.to !== null) return { subject, range: { from: view.from, to: view.to } }
  return view.from === null && view.to === null ? { subject, range: null } : undefined
}

type TotalProps = {
  view: SessionsView
  sums: ViewSums
  /** True to replace the element on the page. */
  oob?: boolean
}

/** Sums over all pages of the list; hidden for the whole history. */
export const ListTotal = ({ view, sums: { sessions, seconds }, oob }: TotalProps) => {
  const figure = figureOf(view)
  return (
    <p id="sessions-total" hidden={isUnfiltered(view)} data-total={seconds} hx-swap-oob={oob ? 'true' : undefined}>
      {figure && seconds > 0 ? (
        <a href={explainPath(figure.range, figure.subject)} data-figure={seconds}>
          <b>
            <Duration seconds={seconds} />
          </b>
        </a>
      ) : (
        <b>
          <Duration seconds={seconds} />
        </b>
      )}{' '}
      <span class="grey" data-total={sessions}>
        in {plural(sessions, 'session')}
      </span>
    </p>
  )
}

/** Menu links for the listed sessions; empty without sessions. */
export const ViewLinks = ({ view, sums }: { view: SessionsView; sums: ViewSums }) => {
  const figure = figureOf(view)
  if (sums.sessions === 0) return null
  return (
    <>
      <MenuLink
        icon="check"
        label="Select"
        href={withParameters('/sessions', [...viewFilterParams(view), ['select', 'session']])}
      />
      <MenuLink icon="download" label="CSV" href={csvPath(view)} download="" />
      {figure && (
        <MenuLink
          icon="stats"
          label="Statistics"
          href={statsLink({
            ...(figure.range ?? { range: 'all' }),
            subject: figure.subject === 'all' ? undefined : figure.subject,
          })}
        />
      )}
    </>
  )
}
