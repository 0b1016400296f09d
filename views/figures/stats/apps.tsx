import type { AppsView, UsedApp } from '../../../functions/figures/stats/apps/view'
import type { StatsParams } from '../../../functions/figures/stats/query'
import type { Grouping } from '../../../functions/ledger/schema'
import { plural, rangeText } from '../../../functions/lib/text/format'
import type { Range } from '../../../functions/lib/time/days'
import { LastReport, QuietClientsNotice } from '../../apps/whitelists/page'
import { Badge } from '../../ui/button'
import { Duration, DurationCell, Figure, FigureLine, Spark, Swatch } from '../../ui/figure'
import { type FigureColumn, FigureTable, Legend } from '../../ui/figure-table'
import { appsOfDaysPath } from '../../ui/links'
import { Section, TextLink } from '../../ui/section'
import { AmountChange } from './figures'
import { comparedDays, sectionFoldProps } from './head'
import { BarChart } from './hours'
import { formatShare, periodName } from './period-table'

type View = NonNullable<AppsView>
type Bar = View['bars'][number]

const shownApps = 10

/** Maximum number of apps listed; the others are summed up. */
const listedApps = 100

const totalOf = ({ allowed_seconds, other_seconds }: Pick<View, 'allowed_seconds' | 'other_seconds'>) =>
  allowed_seconds + other_seconds

const RuleBadge = ({ effective }: Pick<UsedApp, 'effective'>) => {
  if (effective.is_whitelisted) return <Badge icon="check">Allowed</Badge>
  return <Badge icon="lock">{effective.rule?.after ? 'Not unlocked yet' : 'Blocked'}</Badge>
}

const columnsOf = (most: number, total: number): FigureColumn<UsedApp>[] => [
  {
    label: 'App',
    cell: (app) => <bdi title={app.label === app.package_name ? undefined : app.package_name}>{app.label}</bdi>,
  },
  {
    label: 'Now',
    cell: ({ effective }) => (
      <td class="w-px whitespace-nowrap">
        <RuleBadge effective={effective} />
      </td>
    ),
  },
  {
    label: 'Compared with the most used',
    cell: ({ total_seconds, effective }) => (
      <td class="spark-cell max-lg:hidden">
        <Spark max={most} parts={[{ value: total_seconds, tone: effective.is_whitelisted ? 'solid' : 'soft' }]} />
      </td>
    ),
  },
  {
    label: 'Used',
    numeric: true,
    cell: ({ total_seconds }) => (
      <td class="num w-px" data-total={total_seconds}>
        <Duration seconds={total_seconds} />
      </td>
    ),
  },
  {
    label: 'Share',
    numeric: true,
    cell: ({ total_seconds }) => <td class="num w-px">{formatShare(total_seconds, total)}</td>,
  },
]

const TopApps = ({ apps, total, params }: { apps: UsedApp[]; total: number; params: StatsParams }) => {
  const others = apps.slice(listedApps)
  const fold = sectionFoldProps({ fold: 'apps', section: 'apps', params })
  return (
    <>
      <FigureTable
        caption="Apps by use, most used first"
        columns={columnsOf(apps[0]?.total_seconds ?? 0, total)}
        rows={apps.slice(0, listedApps)}
        fold={{
          ...fold,
          limit: shownApps,
          label: (count) => `${count} more`,
          caption: (label) => `Apps by use: the ${label}`,
        }}
        unseenHead
      />
      {fold.isOpen && others.length > 0 && (
        <p class="hint">
          {plural(others.length, 'other app')}, total{' '}
          <Duration seconds={others.reduce((sum, { total_seconds }) => sum + total_seconds, 0)} />
        </p>
      )}
    </>
  )
}

const pathOf = (bar: Bar) => appsOfDaysPath({ from: bar.date, to: bar.to })

const useColumn = (label: string, secondsOf: (bar: Bar) => number) => ({
  label,
  numeric: true,
  cell: (bar: Bar) => <DurationCell seconds={secondsOf(bar) || null} href={pathOf(bar)} />,
})

type PeriodsProps = { bars: Bar[]; group: Grouping; today: string; params: StatsParams }

const Periods = ({ bars, group, today, params }: PeriodsProps) => {
  const { isOpen, link } = sectionFoldProps({ fold: 'uses', section: 'apps', params, class: 'my-2 inline-block' })
  return (
    <>
      {link(`${isOpen ? 'Hide' : 'Show'} ${plural(bars.length, group)}`)}
      {isOpen && (
        <FigureTable
          caption={`Use of apps by ${group}`}
          columns={[
            {
              label: { day: 'Day', week: 'Week', month: 'Month' }[group],
              cell: (bar) => <a href={pathOf(bar)}>{periodName(bar, today)}</a>,
            },
            useColumn('Allowed', (bar) => bar.allowed_seconds),
            useColumn('Other', (bar) => bar.other_seconds),
            useColumn('Used', totalOf),
          ]}
          rows={bars.toReversed()}
        />
      )}
    </>
  )
}

const Chart = ({ bars, group, today }: Omit<PeriodsProps, 'params'>) => (
  <div class="noscript:hidden">
    <BarChart
      id="apps-chart"
      labelledBy="apps-head apps-sums"
      bars={bars.map((bar) => ({ ...bar, total_seconds: bar.allowed_seconds, other: bar.other_seconds }))}
      path={appsOfDaysPath}
      group={group}
      today={today}
    />
    <Legend>
      <Swatch fill="fill" words="allowed" />
      <Swatch fill="fill-soft" words="other" />
    </Legend>
  </div>
)

const Sums = ({ view, range }: { view: View; range: Range }) => {
  const total = totalOf(view)
  return (
    <FigureLine>
      <Figure seconds={total} />
      <span id="apps-sums">
        <span data-total={view.allowed_seconds}>
          <Duration seconds={view.allowed_seconds} />
        </span>{' '}
        of it on allowed apps
      </span>
      {view.before_seconds !== null && (total > 0 || view.before_seconds > 0) && (
        <span class="grey text-small">
          <AmountChange now={total} before={view.before_seconds} />{' '}
          {total === view.before_seconds ? '' : `than ${comparedDays(range)}`}
        </span>
      )}
    </FigureLine>
  )
}

type AppsProps = { view: AppsView; range: Range; today: string; params: StatsParams }

export const Apps = ({ view, range, today, params }: AppsProps) => {
  if (!view) {
    return (
      <Section id="apps" title="Apps">
        <p class="hint">
          No app usage yet. <TextLink href="/whitelists">Connect a phone or computer</TextLink>
        </p>
      </Section>
    )
  }
  return (
    <Section
      id="apps"
      title="Apps"
      summary={<LastReport {...view.reports} />}
      aside={<TextLink href="/whitelists">Rules</TextLink>}
    >
      <QuietClientsNotice {...view.reports} />
      {view.apps.length === 0 ? (
        <p class="hint">No app usage for {rangeText(range.from, range.to, today)}.</p>
      ) : (
        <>
          <Sums view={view} range={range} />
          <p class="hint">Allowed or blocked is judged by today’s rules.</p>
          <Chart bars={view.bars} group={view.group} today={today} />
          <Periods bars={view.bars} group={view.group} today={today} params={params} />
          <TopApps apps={view.apps} total={totalOf(view)} params={params} />
        </>
      )}
    </Section>
  )
}
