import type { DashboardView } from '../../../functions/figures/dashboard/view'
import { type DaySum, hasSessions } from '../../../functions/ledger/schema'
import { freeDay } from '../../../functions/ledger/streaks'
import { dayStart } from '../../../functions/lib/days'
import { duration, weekdayDay } from '../../../functions/lib/format'
import { isUsed } from '../../../functions/lib/uses'
import { Running, secondsSince } from '../../time/timer/start-button'
import { Duration, Figure, FigureLine, Spark, Table } from '../../ui/figure'
import { Icon } from '../../ui/icon'
import { changesPath, comparePath, dayPath, sessionsPath, statsPath } from '../../ui/links'
import { Section, TextLink } from '../../ui/section'
import { weekWidth } from './today'

/** Compares with last week up to the same time of the same weekday. */
const Compared = ({ week, today }: Pick<DashboardView, 'week' | 'today'>) => {
  const by = week.seconds - week.before
  if (week.seconds === 0 && week.before === 0) return null
  if (by === 0) return <span class="grey small">same as this time last week</span>
  return (
    <span class="grey small">
      <a
        class={by > 0 ? 'good' : undefined}
        href={comparePath({ from: week.range.from, to: today }, 'all', true)}
        data-figure={Math.abs(by)}
      >
        <Icon name={by > 0 ? 'up' : 'down'} /> {duration(Math.abs(by))} {by > 0 ? 'more' : 'less'}
      </a>{' '}
      than this time last week
    </span>
  )
}

const Day = ({ day, view }: { day: DaySum; view: DashboardView }) => {
  const { today, preferences } = view
  const off = freeDay(day.date, view.free)
  const name = weekdayDay(day.date)
  const from = dayStart(day.date, preferences)
  const runs = day.date === today && view.timer ? { started_at: view.timer.started_at, now: view.now } : null
  if (off && !hasSessions(day)) {
    return (
      <tr>
        <th scope="row" class="tight">
          {name}
        </th>
        <td class="grey">{off}</td>
        <td />
      </tr>
    )
  }
  return (
    <tr>
      <th scope="row" class="tight">
        {hasSessions(day) ? <a href={dayPath(day.date)}>{name}</a> : name}
      </th>
      <td>
        <Spark
          max={weekWidth(view)}
          parts={[
            { value: day.total_seconds, tone: 'solid' },
            { value: Math.max(secondsSince(runs, from), 0), tone: 'open' },
          ]}
          target={off || !view.isAllTime ? undefined : preferences.daily_target_minutes * 60}
        />
      </td>
      <td class="num tight">
        {hasSessions(day) ? (
          <a href={dayPath(day.date)} data-figure={day.total_seconds}>
            <Duration seconds={day.total_seconds} />
          </a>
        ) : (
          <span class="grey">{day.date > today ? '' : 'none'}</span>
        )}
        {day.date === today && (
          <>
            {' '}
            <Running runs={runs} from={from} short />
          </>
        )}
      </td>
    </tr>
  )
}

export const Week = (view: DashboardView) => {
  const { week, preferences } = view
  const target = duration(preferences.daily_target_minutes * 60)
  return (
    <Section
      id="week"
      title="This week"
      aside={
        <>
          {isUsed(view, 'journal') && <TextLink href="/review/week">Review the week</TextLink>}{' '}
          <TextLink href={changesPath(week.range)}>What changed</TextLink>{' '}
          <TextLink href={statsPath(week.range)}>Statistics</TextLink>
        </>
      }
    >
      <FigureLine>
        <Figure seconds={week.seconds} href={sessionsPath(week.range)} />
        <Compared week={week} today={view.today} />
      </FigureLine>
      <Table
        caption={
          view.isAllTime
            ? `Tracked time by day this week, with the daily target of ${target}`
            : 'Tracked time by day this week'
        }
        columns={[
          { label: 'Day' },
          { label: view.isAllTime ? `Compared with ${target}` : 'Share' },
          { label: 'Tracked', numeric: true },
        ]}
        dense
        unseenHead
      >
        {week.days.map((day) => (
          <Day day={day} view={view} />
        ))}
      </Table>
    </Section>
  )
}
