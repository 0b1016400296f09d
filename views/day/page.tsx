import type { DayData } from '../../functions/day/page-data'
import { longDate, plural, shortDate } from '../../functions/lib/format'
import { dayPath, newSessionPath, timelinePath } from '../links'
import { MeetingsOfDay } from '../meetings/of-day'
import { zoneWords } from '../sessions/words'
import { StartButton } from '../timer/start-button'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Count, FigureKpi, Kpi, Kpis } from '../ui/figure'
import { ErrorSummary } from '../ui/form'
import { Steps } from '../ui/pagination'
import { PageHead, Section, TextLink } from '../ui/section'
import { Drawing } from './drawing'
import { DayList } from './list'
import { openForms } from './log-gap'
import { lengthInWords } from './words'

export type DayNotice = { message: string }

type DayProps = DayData & {
  notice?: DayNotice
  /** Focuses the timeline, because the pressed button is replaced, or the session with this id. */
  focus?: string
}

const Sums = (view: DayData) => {
  const { date, rows, tracked_seconds, clock_seconds } = view
  return (
    <Kpis>
      <FigureKpi label="Tracked" seconds={tracked_seconds} href={dayPath(date)} />
      {clock_seconds < tracked_seconds && <FigureKpi label="Without overlap" seconds={clock_seconds} />}
      <Kpi label="Sessions">
        <Count value={rows.length} href={dayPath(date)} />
      </Kpi>
    </Kpis>
  )
}

const EmptyDay = ({ date, today, timeline, zone }: DayData) => {
  if (timeline.seconds === 0) {
    return <Empty title="This date doesn’t exist">{zoneWords(zone.time_zone)} skipped this date.</Empty>
  }
  const form = newSessionPath({ date, time_zone: zone.time_zone }, timelinePath(date))
  return (
    <Empty
      title={date > today ? 'In the future' : 'Nothing tracked on this day'}
      actions={
        <>
          {date === today && <StartButton label="Start timer" words="Start timer" variant="primary" />}
          <LinkButton icon="plus" href={form} hx-get={form} hx-target="#session-new" hx-swap="innerHTML">
            Add session
          </LinkButton>
        </>
      }
    >
      Your sessions and the gaps between them appear here.
    </Empty>
  )
}

/** The region that sessions change. */
export const Day = ({ notice, focus, ...view }: DayProps) => {
  const { date, rows, planned, running, overlaps, hasMoreOverlaps } = view
  const isEmpty = rows.length + planned.length === 0 && !running
  return (
    <div id="day">
      {/* Apart from what is swapped, as in views/ui/live.tsx. */}
      <div
        hidden
        hx-get={timelinePath(date)}
        hx-include={openForms}
        hx-trigger="sessions-changed from:body, timer-changed from:body, logged-elsewhere from:body"
        hx-target="#day"
        hx-swap="outerMorph"
      />
      <ErrorSummary errors={notice && [notice.message]} />
      <MeetingsOfDay meetings={view.meetings} reader={view.reader} />
      {!isEmpty && <Sums {...view} />}
      {isEmpty ? (
        <EmptyDay {...view} />
      ) : (
        <Section
          id="timeline"
          title={
            <span tabindex={-1} data-autofocus={focus === 'timeline' ? '' : undefined}>
              Timeline
            </span>
          }
          summary={
            overlaps.length > 0 &&
            `${plural(overlaps.length, 'overlap')} to review${hasMoreOverlaps ? ', and more' : ''}`
          }
          aside={<TextLink href={dayPath(date)}>As a list</TextLink>}
        >
          <div class="day-view">
            <Drawing {...view} />
            <DayList {...view} focus={focus} />
          </div>
        </Section>
      )}
    </div>
  )
}

export const DayPage = (view: DayProps) => {
  const { date, today, before, after } = view
  const words = lengthInWords(view)
  return (
    <>
      <PageHead
        title={<time datetime={date}>{longDate(date, today)}</time>}
        summary={[date === today && 'today', words].filter(Boolean).join(', ')}
        actions={
          <Steps
            label="Days"
            earlier={before && { id: 'day-before', href: timelinePath(before), label: shortDate(before, today) }}
            later={after && { id: 'day-after', href: timelinePath(after), label: shortDate(after, today) }}
          >
            {date !== today && <LinkButton href={timelinePath(today)}>Today</LinkButton>}
          </Steps>
        }
      />
      <div id="session-new" hx-morph-skip="true" />
      <Day {...view} />
    </>
  )
}
