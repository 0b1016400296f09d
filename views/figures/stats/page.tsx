import type { AppsView } from '../../../functions/figures/stats/apps/view'
import type { StatsParams } from '../../../functions/figures/stats/query'
import type { StatsView } from '../../../functions/figures/stats/view'
import { hasSessions } from '../../../functions/ledger/schema'
import type { PageViews } from '../../../functions/ledger/views'
import { rangeText } from '../../../functions/lib/text/format'
import { monthOf } from '../../../functions/lib/time/days'
import type { FilterChoices } from '../../ledger/filter-fields'
import { ViewsInMenu } from '../../ledger/saved-views'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Tools } from '../../ui/filter'
import { statsLink } from '../../ui/links'
import { PolledRegion } from '../../ui/live'
import { PageHead } from '../../ui/section'
import { Apps } from './apps'
import { Calendar } from './calendar'
import { Figures, RangeTotal, StatsMenu } from './figures'
import { type RangeDraft, RangePicker, StatsHead, StatsSieve } from './head'
import { Hours } from './hours'
import { PeriodTable } from './period-table'
import { Breakdown } from './shares'

type StatsPageProps = StatsView & {
  viewed: PageViews
  apps?: AppsView
  choices: FilterChoices
  live: string
  params: StatsParams
}

const NoSessions = () => (
  <Empty
    title="No sessions in this range"
    actions={
      <LinkButton variant="primary" href="/sessions#entry">
        Add session
      </LinkButton>
    }
  >
    Your hours by day, project and goal appear here.
  </Empty>
)

export const StatsPage = ({ live, params, apps, choices, viewed, ...view }: StatsPageProps) => {
  const { range, isAll, today, figures, compared, group, bars, calendar, by, hours, subject } = view
  const hasCalendar =
    calendar.month.month !== monthOf(today) || calendar.rows.flat().some((day) => day && hasSessions(day))
  return (
    <PolledRegion id="statistics" path={live} include="#month-shown">
      <StatsHead
        range={range}
        isAll={isAll}
        isEmpty={!hasSessions(figures)}
        today={today}
        weekStart={view.weekStart}
        params={params}
        more={
          <>
            <ViewsInMenu viewed={viewed} address={statsLink(params)} />
            <StatsMenu {...view} params={params} />
          </>
        }
      />
      <Tools>
        <RangePicker range={range} isAll={isAll} today={today} weekStart={view.weekStart} params={params} />
        <StatsSieve
          subject={subject}
          choices={choices}
          params={params}
          viewed={viewed}
          nameOf={view.nameOf}
          range={isAll ? null : range}
        />
      </Tools>
      <RangeTotal {...view} />
      {hasSessions(figures) ? (
        <>
          <Hours
            bars={bars}
            group={group}
            groupings={view.groupings}
            targetSeconds={view.targetSeconds}
            hasTarget={view.isAllTime}
            params={params}
            today={today}
            stack={view.stack}
            range={range}
          />
          <Figures {...view} />
          <Breakdown
            subject={subject}
            hasPages={view.isAllTime}
            by={by}
            shares={view.shares}
            totalSeconds={figures.total_seconds}
            range={range}
            params={params}
            compared={compared ? rangeText(compared.range.from, compared.range.to, today) : undefined}
            hours={hours && { table: hours, before: view.weekdaysBefore, clock: view.clock }}
          />
        </>
      ) : (
        <NoSessions />
      )}
      {hasCalendar && (
        <Calendar
          {...calendar}
          subject={subject}
          today={today}
          params={params}
          monthPath={(month) => statsLink({ ...params, month })}
        />
      )}
      {hasSessions(figures) && (
        <PeriodTable bars={bars} group={group} today={today} subject={subject} params={params} />
      )}
      {apps !== undefined && <Apps view={apps} range={range} today={today} params={params} />}
    </PolledRegion>
  )
}

export const InvalidRangePage = (props: { draft: RangeDraft; today: string }) => (
  <>
    <PageHead title="Statistics" />
    <RangePicker {...props} />
  </>
)
