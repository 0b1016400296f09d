import { clockWords } from '../../../functions/figures/lanes/clock'
import type { Week } from '../../../functions/figures/week/calendar'
import { type Hideable, hideableKinds, weekPath } from '../../../functions/figures/week/schema'
import type { PageViews } from '../../../functions/ledger/views'
import { pathTo } from '../../../functions/lib/http/path-to'
import { weekScales, weekSteps } from '../../../functions/lib/preferences'
import { duration, longDate, rangeText, shortDate } from '../../../functions/lib/text/format'
import { ViewsInMenu } from '../../ledger/saved-views'
import { LinkButton } from '../../ui/button'
import { Tools } from '../../ui/filter'
import { classes, Icon } from '../../ui/icon'
import { RowForm } from '../../ui/item'
import { sessionsPath, timelinePath } from '../../ui/links'
import { ReloadedRegion } from '../../ui/live'
import { PageHead, Steps, TextLink } from '../../ui/section'
import { useHref } from '../../ui/uses'
import { DayLane, LaneAnswers } from '../lanes/day-lane'
import { ClockSheet, DrawnClock } from '../lanes/lane'
import { BlockMenu } from '../lanes/menu'
import { DayHead, weekHeadsLook } from './day-head'
import { WeekFilter } from './filter'
import { WeekSum, WeekTabs } from './tabs'

type Day = Week['days'][number]

const weekPageId = 'week-page'

const linkTo = (date: string, { view }: Week) => weekPath(date, 'calendar', view)

/** The head of a column. */
export const WeekDayHead = ({ day, week }: { day: Day; week: Week }) => (
  <DayHead
    {...day}
    target={day.off === null ? week.target : null}
    usual={week.target ?? 0}
    href={linkTo(day.date, week)}
    isChosen={day.date === week.view.date}
    isNear={week.near.includes(day.date)}
  />
)

/** Path that switches between the whole day and only the hours with blocks. */
const allHours = (view: Week['view']) =>
  weekPath(view.date, 'calendar', { ...view, hours: view.hours ? undefined : 'all' })

/** Classes of the row of tasks and meetings without a time. A phone hides it if the chosen day has none. */
const allDayRow =
  'week-columns min-h-7 border-line border-y py-0.75 text-small leading-5.5 not-print:max-md:not-has-[>[data-chosen]>*]:hidden'

const AllDay = ({ week }: { week: Week }) => (
  <div class={allDayRow}>
    <span class="grey">all day</span>
    {week.days.map((day) => (
      <div
        class={classes(
          'all-day',
          day.date !== week.view.date && 'max-md:hidden',
          !week.near.includes(day.date) && 'md:max-[64rem]:hidden',
        )}
        data-chosen={day.date === week.view.date ? '' : undefined}
      >
        {day.allDay.map(({ kind, id, title }) => (
          <a href={pathTo`/${kind}/${id}`}>
            <Icon name={kind} />
            <bdi>{title}</bdi>
          </a>
        ))}
        {day.off && <p>{day.off}</p>}
        {day.words && <p>{day.words}</p>}
        {(day.night.seconds > 0 || day.night.now !== null) && (
          <a href={allHours(week.view)} title={day.night.rest ? 'Continues from the day before' : undefined}>
            {day.night.rest ? (
              <>
                Until {clockWords(day.night.rest.to / 60, week.preferences.clock)}: <bdi>{day.night.rest.title}</bdi>
              </>
            ) : day.night.seconds > 0 ? (
              `${duration(day.night.seconds)} before ${clockWords(week.axis.from, week.preferences.clock)}`
            ) : (
              `Now ${clockWords(day.night.now ?? 0, week.preferences.clock)}`
            )}
          </a>
        )}
        {day.overlaps && <a href={timelinePath(day.date)}>Resolve an overlap</a>}
      </div>
    ))}
  </div>
)

const laneLabel = ({ date, tracked, planned }: Day, today: string) =>
  [longDate(date, today), tracked > 0 && duration(tracked), planned > 0 && `${duration(planned)} planned`]
    .filter(Boolean)
    .join(', ')

/** The column of a day. */
export const WeekLane = ({ day, week }: { day: Day; week: Week }) => (
  <DayLane
    {...day}
    axis={week.axis}
    clock={week.preferences.clock}
    label={laneLabel(day, week.today)}
    isChosen={day.date === week.view.date}
    // A phone shows only the chosen day, a tablet the days near it.
    class={classes(
      'week-day',
      day.off && 'bg-sunken',
      day.date !== week.view.date && (week.near.includes(day.date) ? 'near-day' : 'far-day'),
    )}
  />
)

/** Sum of the week against its target, and the planned time. With a filter: the filtered sum against the sum. */
export const Summary = ({ week }: { week: Week }) => {
  const { range, tracked, planned, target, targetDays, filter, view } = week
  return (
    <>
      {filter ? (
        <>
          <a href={sessionsPath(range, view.subject)} data-figure={filter.seconds}>
            <b>{duration(filter.seconds)}</b>
          </a>{' '}
          of{' '}
          <a href={sessionsPath(range)} data-figure={tracked}>
            {duration(tracked)}
          </a>
        </>
      ) : (
        <WeekSum range={range} seconds={tracked} target={(target ?? 0) * targetDays} />
      )}
      {planned > 0 && ` · ${duration(planned)} more planned`}
    </>
  )
}

const kinds: Record<Hideable, string> = { planned: 'Planned', meetings: 'Meetings', tasks: 'Tasks' }

const kindLook =
  'inline-flex min-h-7 items-center gap-1 rounded border px-2 py-[0.35rem] text-inherit hover:border-line-firm hover:no-underline pointer-coarse:min-h-11'

/** Classes of a check mark. Screen readers skip it, because the link's name contains the state. */
const drawnLook = 'border-transparent bg-accent-wash before:content-["✓"_/_""]'

type KindsProps = { hide: Hideable[]; linked: (hide: Hideable[]) => string; class: string }

/** Chips of the kinds drawn next to tracked time. Each chip hides or shows a kind. */
const Kinds = ({ hide, linked, ...more }: KindsProps) => {
  const isUsed = { planned: true, meetings: useHref('/meetings'), tasks: useHref('/tasks') }
  return (
    <p class={classes('col-span-full my-auto flex flex-wrap gap-2 text-small', more.class)}>
      {hideableKinds.map((kind) => {
        const isHidden = hide.includes(kind)
        const toggled = hideableKinds.filter((one) => hide.includes(one) !== (one === kind))
        return (
          isUsed[kind] && (
            <a
              class={`${kindLook} ${isHidden ? 'border-line' : drawnLook}`}
              href={linked(toggled)}
              aria-label={`${isHidden ? 'Show' : 'Hide'} ${kind}`}
            >
              {kinds[kind]}
            </a>
          )
        )
      })}
    </p>
  )
}

/** The filter, and the hidden kinds of the week. */
const Sift = ({ week: { view, range, filter, choices }, viewed }: { week: Week; viewed: PageViews }) => {
  const linked = (more: Partial<Week['view']>) => weekPath(view.date, 'calendar', { ...view, ...more })
  const { hide, hours, subject } = view
  const shown = { hide, linked: (hide: Hideable[]) => linked({ hide }) }
  return (
    <WeekFilter
      subject={subject}
      filter={filter}
      range={range}
      choices={choices}
      viewed={viewed}
      idPrefix="week"
      list={weekPageId}
      hrefOf={(other) => linked({ subject: other })}
      kept={{ date: view.date, hours, hide: hide.join('.') || undefined }}
      clear={linked({ subject: undefined })}
      fields={<Kinds class="lg:hidden" {...shown} />}
    >
      <Kinds class="max-lg:hidden" {...shown} />
    </WeekFilter>
  )
}

const scaleNames = { low: 'Low hours', usual: 'Usual hours', tall: 'Tall hours', huge: 'Very tall hours' }

/** A choice of how the week is displayed. */
const Look = ({ label, isChosen, ...field }: { label: string; isChosen: boolean; name: string; value: string }) => (
  <button type="submit" {...field}>
    <Icon name={isChosen ? 'check' : 'circle'} />
    {label}
  </button>
)

const Looks = ({ week: { preferences } }: { week: Week }) => (
  <RowForm action="/week/look" swapsNothing>
    {weekSteps.map((step) => (
      <Look
        label={`Steps of ${step} minutes`}
        isChosen={step === preferences.week_step}
        name="step"
        value={`${step}`}
      />
    ))}
    {weekScales.map((scale) => (
      <Look label={scaleNames[scale]} isChosen={scale === preferences.week_scale} name="scale" value={scale} />
    ))}
  </RowForm>
)

/** Text that changes when the whole calendar has to be redrawn: its hours, and each day's seconds before them. */
export const axisText = ({ axis, days }: Pick<Week, 'axis' | 'days'>) =>
  [axis.from, axis.to, ...days.map(({ night }) => night.seconds)].join('-')

/** Height of an hour. */
const scales = {
  low: 'hour-8',
  usual: 'hour-12 not-print:max-md:hour-13',
  tall: 'hour-18',
  huge: 'hour-48',
}

/** Classes of the lanes. Printed, they are as high as one landscape page, however many hours they have. */
const clockLook =
  'my-0 pb-4 max-md:touch-pan-y max-md:touch-pinch-zoom print:break-inside-avoid print:[--hour:calc(28rem/var(--h))] print:text-[0.625rem] print:leading-3'

/** The calendar: day heads, all-day rows and the seven lanes. */
export const Calendar = ({ week }: { week: Week }) => {
  const { view, axis, days, preferences, today } = week
  const now = days.find((day) => day.now !== null)?.now ?? null
  const region = `${weekPath(view.date, 'calendar', view)}&axis=${axisText(week)}`
  return (
    <div class="week" id="calendar" data-region={region}>
      <ClockSheet />
      <div class={`week-columns not-print:max-md:grid-cols-7 ${weekHeadsLook}`} id="week-heads">
        <span class="not-print:max-md:hidden" />
        {days.map((day) => (
          <WeekDayHead day={day} week={week} />
        ))}
      </div>
      <AllDay week={week} />
      <DrawnClock
        class={`${clockLook} ${scales[preferences.week_scale]}`}
        axis={axis}
        clock={preferences.clock}
        now={now}
        isBelowLine
        isOfOthers={view.date !== today}
        data-step={preferences.week_step}
      >
        {days.map((day) => (
          <WeekLane day={day} week={week} />
        ))}
      </DrawnClock>
    </div>
  )
}

/** Seconds until the next reload: a minute with a running block, longer if only the line of the current time moves. */
const renewedAfter = ({ days }: Week) => {
  if (days.some(({ things }) => things.some(({ kind }) => kind === 'running'))) return 60
  return days.some(({ isToday }) => isToday) ? 300 : 86_400
}

export const WeekPage = ({ viewed, ...week }: Week & { viewed: PageViews }) => {
  const { view, range, today, weekBefore, weekAfter, dayBefore, dayAfter } = week
  const step = (date: string | null, id: string, label: string, keys?: '[' | ']') =>
    date === null ? undefined : { id, href: weekPath(date, 'calendar', view), label, 'aria-keyshortcuts': keys }
  return (
    <div id={weekPageId}>
      <PageHead
        title={
          <>
            <span class="max-lg:hidden print:inline">{rangeText(range.from, range.to, today)}</span>
            <span class="lg:hidden">{shortDate(view.date, today)}</span>
          </>
        }
        summaryId="week-sum"
        summary={<Summary week={week} />}
        actions={
          <>
            <LinkButton small href={weekPath(today, 'calendar', view)}>
              Today
            </LinkButton>
            <span class="max-[64rem]:hidden">
              <Steps
                label="Weeks"
                earlier={step(weekBefore, 'week-before', 'week before', '[')}
                later={step(weekAfter, 'week-after', 'week after', ']')}
              />
            </span>
            <span class="min-[64rem]:hidden">
              <Steps
                label="Days"
                earlier={step(dayBefore, 'week-day-before', 'day before')}
                later={step(dayAfter, 'week-day-after', 'day after')}
              />
            </span>
          </>
        }
        more={
          <>
            <ViewsInMenu viewed={viewed} address={weekPath(view.date, 'calendar', view)} />
            <Looks week={week} />
          </>
        }
      />
      <Tools>
        <WeekTabs {...view} />
        <Sift week={week} viewed={viewed} />
      </Tools>
      <ReloadedRegion
        id="calendar"
        path={weekPath(view.date, 'calendar', view)}
        also="#week-sum"
        every={renewedAfter(week)}
        on={['tasks-changed', 'rows-changed', 'logged-elsewhere']}
      />
      <Calendar week={week} />
      <LaneAnswers />
      <BlockMenu />
      <p class="hint print:hidden">
        Filled: tracked. Dashed: planned or running. Outline: meeting or task. Grey sums: planned.{' '}
        <TextLink href={allHours(view)}>{view.hours ? 'Only the hours in use' : 'All hours of the day'}</TextLink>
      </p>
    </div>
  )
}
