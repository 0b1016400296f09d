import type { DashboardView } from '../../functions/dashboard/view'
import { freeDay } from '../../functions/ledger/free-days'
import { dayStart } from '../../functions/lib/days'
import { duration, plural } from '../../functions/lib/format'
import { dayPath, explainPath, timelinePath } from '../links'
import { Running, secondsSince } from '../timer/running'
import { Count, Figure, FigureLine, Labelled } from '../ui/figure'
import { HeatCell } from '../ui/heat-cell'
import { Pair, Section, Stack, TextLink } from '../ui/section'
import { Spark } from '../ui/spark'
import { AppsToday } from './apps'
import { todayWidth } from './bars'
import { DayStrip } from './strip'

/** Rounds the rest up to minutes: tracked and remaining minutes then add up to the target. */
const targetNote = (seconds: number, targetSeconds: number, running: number) => {
  const remaining = Math.ceil((targetSeconds - seconds - Math.max(running, 0)) / 60) * 60
  const after = running < 0 ? '' : ' after this one'
  return `of ${duration(targetSeconds)} · ${remaining > 0 ? `${duration(remaining)} to go${after}` : 'target met'}`
}

const streakNote = (longest: number) =>
  longest > 0 ? (
    <>
      Last 14 days; longest streak{' '}
      <a href={explainPath(null, 'all', { figure: 'longest' })} data-figure={longest}>
        {plural(longest, 'day')}
      </a>
    </>
  ) : (
    'Consecutive days with tracked time. Rest days and days off don’t break it.'
  )

const Streak = ({ streak }: Pick<DashboardView, 'streak'>) => {
  return (
    <Labelled label="Streak" note={streakNote(streak.longest)}>
      <Count
        value={streak.current}
        unit={streak.current === 1 ? 'day' : 'days'}
        href={explainPath(null, 'all', { figure: 'streak' })}
      />
      <div class="marks" role="img" aria-label={`Last 14 days: time tracked on ${streak.marks.filter(Boolean).length}`}>
        {streak.marks.map((level) => (
          <HeatCell level={level} />
        ))}
      </div>
    </Labelled>
  )
}

export const Today = (view: DashboardView) => {
  const { today, day, preferences, free, streak, timer, now } = view
  const targetSeconds = preferences.daily_target_minutes * 60
  const off = freeDay(today, free)
  const href = dayPath(today)
  const from = dayStart(today, preferences)
  const runs = timer && { started_at: timer.started_at, now }
  const running = secondsSince(runs, from)
  return (
    <Section
      id="today"
      title="Today"
      aside={
        <>
          {day.sessions > 0 && (
            <TextLink href={href} data-figure={day.sessions}>
              {plural(day.sessions, 'session')}
            </TextLink>
          )}
          <TextLink href={timelinePath(today)}>Timeline</TextLink>
        </>
      }
    >
      <Stack>
        <FigureLine>
          <Figure hero seconds={day.total_seconds} href={href} />
          <Running runs={runs} from={from} />
          <span class="grey">
            {view.isAllTime &&
              (off ? `a ${off}, without a target` : targetNote(day.total_seconds, targetSeconds, running))}
          </span>
        </FigureLine>
        <Spark
          max={todayWidth(view)}
          parts={[
            { value: day.total_seconds, tone: 'solid' },
            { value: Math.max(running, 0), tone: 'open' },
          ]}
          target={off || !view.isAllTime ? undefined : targetSeconds}
        />
        <DayStrip {...view} />
        {view.isAllTime && (
          <Pair>
            <Streak streak={streak} />
            <AppsToday {...view} />
          </Pair>
        )}
      </Stack>
    </Section>
  )
}
