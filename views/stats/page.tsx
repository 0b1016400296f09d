import type { Range } from '../../functions/lib/days'
import type { Share } from '../../functions/stats/breakdown'
import { presetOf } from '../../functions/stats/range'
import { hasSessions } from '../../functions/stats/schema'
import type { Summary } from '../../functions/stats/summary'
import { statsPath } from '../links'
import { LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Live } from '../ui/live'
import { Columns, PageHead } from '../ui/section'
import { Calendar, type CalendarProps } from './calendar'
import { type Before, Figures } from './figures'
import { type RangeDraft, RangePicker, StatsHead } from './head'
import { Hours } from './hours'
import { Shares } from './shares'
import { type Bar, DayTable } from './table'

type StatsPageProps = {
  /** Where to ask for the same again. */
  live: string
  range: Range
  today: string
  figures: Summary
  before: Before
  group: 'day' | 'week'
  bars: Bar[]
  /** of a full period, where the line is drawn */
  targetSeconds: number
  byProject: Share[]
  byGoal: Share[]
  calendar: Omit<CalendarProps, 'today' | 'monthPath'>
}

const Nothing = () => (
  <Empty
    title="No sessions in this range"
    actions={
      <>
        <LinkButton variant="primary" href="/sessions#entry">
          Log a session
        </LinkButton>
        <LinkButton href="/sessions/import">Import a time log</LinkButton>
      </>
    }
  >
    Here you see how your hours fall on its days, projects and goals. Choose another range, or add what you have done.
  </Empty>
)

/** Where the days of a range went. */
export const StatsPage = (props: StatsPageProps) => {
  const { live, range, today, figures, before, group, bars, targetSeconds, byProject, byGoal, calendar } = props
  return (
    <Live id="statistics" path={live} include="#month-shown">
      <StatsHead range={range} today={today} />
      <RangePicker range={range} current={presetOf(range, today)} />
      <Figures figures={figures} before={before} range={range} today={today} />
      {hasSessions(figures) ? (
        <Hours bars={bars} range={range} group={group} targetSeconds={targetSeconds} />
      ) : (
        <Nothing />
      )}
      <Calendar {...calendar} today={today} monthPath={(month) => statsPath(range, { group, month })} />
      {hasSessions(figures) && (
        <Columns kind="lead">
          <div>
            <Shares by="project" shares={byProject} totalSeconds={figures.total_seconds} range={range} />
            <Shares by="goal" shares={byGoal} totalSeconds={figures.total_seconds} range={range} />
          </div>
          <DayTable bars={bars} group={group} today={today} />
        </Columns>
      )}
    </Live>
  )
}

/** The page when what was asked for cannot be shown: the input as it was, and what is wrong with it. */
export const InvalidRangePage = ({ draft }: { draft: RangeDraft }) => (
  <>
    <PageHead title="Statistics" />
    <RangePicker draft={draft} />
  </>
)
