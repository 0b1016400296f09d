import type { Child } from 'hono/jsx'
import { withParameters } from '../../../functions/lib/http/list-view'
import { allOrgs } from '../../../functions/lib/org'
import { grouped, plural } from '../../../functions/lib/text/format'
import type { ListPage } from '../../../functions/time/sessions/list/page'
import {
  type Cursor,
  hasOnlyDates,
  isUnfiltered,
  type SessionsView,
  viewFilterParams,
  viewPath,
  withoutCursor,
  writeCursor,
} from '../../../functions/time/sessions/list/view'
import type { ViewSums } from '../../../functions/time/sessions/list/view-sums'
import type { PlannedList } from '../../../functions/time/sessions/planned'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Duration } from '../../ui/figure'
import { sessionsPath } from '../../ui/links'
import { ReloadedRegion } from '../../ui/live'
import { Pagination, RowList, Section } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { DayRows, DaySection, dayRowsId, type ListContext, runningRow } from './day'
import { type SessionReader, SessionRow } from './row'

/** Actions on the selected rows or the whole view. */
const PicksBar = ({ view, total }: { view: SessionsView; total: number }) => (
  <ListSelection
    of={{ name: 'session', path: '/sessions', many: 'sessions' }}
    acts={['tag', 'move', 'shift', 'time zone', 'delete']}
    total={total}
    done={withParameters('/sessions', viewFilterParams(view))}
  >
    <label class="check">
      <input type="checkbox" id="pick-all" name="all" value="yes" autocomplete="off" />
      All {grouped(total)} in this view
    </label>
    {Object.entries({
      from: view.from ?? '',
      to: view.to ?? '',
      subject: view.subject,
      org: view.context?.org ?? allOrgs,
    }).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
  </ListSelection>
)

type MoreProps = { view: SessionsView; sums: ViewSums; shown: number; next: Cursor | null }

/** Link to earlier sessions; htmx follows it once it is visible. */
const More = ({ view, sums: { sessions }, shown, next }: MoreProps) => (
  <Pagination
    id="session-more"
    range={
      next || view.after
        ? `${grouped(shown)} of ${plural(sessions, 'session')}`
        : sessions > 0 && plural(sessions, 'session')
    }
    later={view.after ? { href: viewPath(withoutCursor(view)), label: 'Latest sessions' } : undefined}
    earlier={next ? { href: viewPath(view, { after: next }), label: 'Earlier sessions' } : undefined}
    endless
  >
    {next && <span id="shown-to" hidden data-region={withParameters('/sessions', [['shown_to', writeCursor(next)]])} />}
  </Pagination>
)

const showAll = (
  <>
    <LinkButton href="/sessions">Show all sessions</LinkButton>
    <LinkButton href="/sessions/new">Add session</LinkButton>
  </>
)

const EmptyList = ({ view }: { view: SessionsView }): Child => {
  if (view.after) {
    return (
      <Empty
        title="No earlier sessions"
        actions={<LinkButton href={viewPath(withoutCursor(view))}>Latest sessions</LinkButton>}
      />
    )
  }
  if (view.context && isUnfiltered(view)) {
    return (
      <Empty title="No sessions here yet" isFirst>
        Sessions of the projects that belong here appear here, grouped by day.
      </Empty>
    )
  }
  if (view.from || view.to || !hasOnlyDates(view)) {
    return (
      <Empty title="No sessions here" actions={showAll}>
        {hasOnlyDates(view) ? 'Nothing was tracked on these days.' : 'No sessions match these filters.'}
      </Empty>
    )
  }
  return (
    <Empty title="No sessions yet" isFirst>
      Start or log one in the line above; your sessions appear here, grouped by day.
    </Empty>
  )
}

type ListProps = ListContext & { page: ListPage }

const noSums = { sessions: [], tracked_seconds: 0, clock_seconds: 0, carried_seconds: 0 }

/** Days of a page. Today includes the running timer. */
const daysWith = ({ page: { days }, ...context }: ListProps) =>
  days[0]?.date !== context.today && !context.view.after && runningRow(context)
    ? [{ date: context.today, ...noSums }, ...days]
    : days

export const SessionList = ({ page, ...context }: ListProps) => {
  const days = daysWith({ page, ...context })
  return (
    <div id="session-list" data-region={viewPath(context.view)}>
      <ReloadedRegion id="session-list" path="" also="#sessions-week,#sessions-total,#planned-sessions" />
      {days.length > 0 || page.next ? (
        <>
          <div id="session-days">
            {days.map((day) => (
              <DaySection day={day} {...context} />
            ))}
          </div>
          <More view={context.view} {...page} />
          <PicksBar view={context.view} total={page.sums.sessions} />
        </>
      ) : (
        <EmptyList view={context.view} />
      )}
    </div>
  )
}

/**
 * Next page of the endless list: more rows of the last day, further days, and a link to the page after it, which
 * replaces the previous link.
 */
export const NextPage = ({ page, ...context }: ListProps) => {
  const [first, ...others] = page.days
  const continued = first?.date === context.view.after?.date ? first : undefined
  const days = continued ? others : page.days
  const whole = { ...context, view: { ...context.view, after: null } }
  return (
    <>
      {continued && (
        <hx-partial hx-target={`#${dayRowsId(continued.date)}`} hx-swap="beforeend">
          <DayRows day={continued} {...context} />
        </hx-partial>
      )}
      {days.length > 0 && (
        <hx-partial hx-target="#session-days" hx-swap="beforeend">
          {days.map((day) => (
            <DaySection day={day} {...whole} />
          ))}
        </hx-partial>
      )}
      <More {...page} view={whole.view} />
    </>
  )
}

type PlannedProps = { planned: PlannedList | null; reader: SessionReader; today: string }

/** Sessions that end in the future. An empty section stays in the page, so that a session can be swapped in. */
export const PlannedSection = ({ planned, reader, today }: PlannedProps) => (
  <div id="planned-sessions">
    {planned && planned.sessions.length > 0 && (
      <Section id="planned" title="Planned" summary="each counts once it has ended">
        <RowList
          ordered
          rows={planned.sessions}
          item={(session) => (
            <SessionRow session={session} names={planned.names} reader={reader} showDay today={today} />
          )}
        />
      </Section>
    )}
  </div>
)

export type WeekProps = { seconds: number; from: string; to: string }

export const Week = ({ seconds, ...week }: WeekProps) => (
  <span class="print:hidden">
    <a href={sessionsPath(week)} data-figure={seconds}>
      <Duration seconds={seconds} /> this week
    </a>
  </span>
)
