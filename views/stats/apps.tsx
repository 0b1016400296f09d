import type { Grouping } from '../../functions/ledger/schema'
import type { Range } from '../../functions/lib/days'
import { duration, plural, rangeText } from '../../functions/lib/format'
import type { AppsView, UsedApp } from '../../functions/stats/apps/view'
import { statsPath, usageTokenPath } from '../links'
import { Badge } from '../ui/badge'
import { Duration, Figure, FigureLine } from '../ui/figure'
import { Legend } from '../ui/heat-cell'
import { Section, TextLink } from '../ui/section'
import { Spark } from '../ui/spark'
import { Table } from '../ui/table'
import { LastReport, QuietClientsNotice } from '../usage/last-report'
import { percent } from './difference'
import { Change } from './figures'
import { comparedDays } from './head'
import { Swatch } from './hours'
import { periodName, tickOf } from './period-table'

type View = NonNullable<AppsView>
type Bar = View['bars'][number]

/** How many apps are in sight before the less used ones are folded away. */
const shownApps = 10

/** How many are listed at all: the others are one line. */
const listedApps = 100

const totalOf = ({ allowed_seconds, other_seconds }: Pick<View, 'allowed_seconds' | 'other_seconds'>) =>
  allowed_seconds + other_seconds

/** What holds for an app now; one that its person's time will open is no more blocked than that. */
const Holds = ({ effective }: Pick<UsedApp, 'effective'>) => {
  if (effective.is_whitelisted) return <Badge icon="check">Allowed</Badge>
  return <Badge icon="lock">{effective.rule?.after ? 'Not open yet' : 'Blocked'}</Badge>
}

const AppRow = ({ app, longest, total }: { app: UsedApp; longest: number; total: number }) => (
  <tr>
    <th scope="row">
      <bdi>{app.label}</bdi>{' '}
      {app.label !== app.package_name && (
        <span class="grey mono phone-hide">
          <bdi>{app.package_name}</bdi>
        </span>
      )}
    </th>
    <td class="tight">
      <Holds effective={app.effective} />
    </td>
    <td class="spark-cell phone-hide">
      <Spark
        max={longest}
        parts={[{ value: app.total_seconds, tone: app.effective.is_whitelisted ? 'solid' : 'soft' }]}
      />
    </td>
    <td class="num tight">
      <Duration seconds={app.total_seconds} />
    </td>
    <td class="num tight">{percent(app.total_seconds, total)}</td>
  </tr>
)

const appColumns = [
  { label: 'App' },
  { label: 'Now' },
  { label: 'Against the most used' },
  { label: 'Used', numeric: true },
  { label: 'Share', numeric: true },
]

const TopApps = ({ apps, total }: { apps: UsedApp[]; total: number }) => {
  const shown = apps.length > shownApps + 1 ? apps.slice(0, shownApps) : apps
  const more = apps.slice(shown.length, listedApps)
  const others = apps.slice(listedApps)
  const moreLabel = `${more.length} more`
  const rows = (some: UsedApp[]) =>
    some.map((app) => <AppRow app={app} longest={apps[0]?.total_seconds ?? 0} total={total} />)
  return (
    <>
      <Table caption="Apps by use, the most used first" columns={appColumns} dense unseenHead>
        {rows(shown)}
      </Table>
      {more.length > 0 && (
        <details id="more-apps">
          <summary class="link">Show the {moreLabel}</summary>
          <Table caption={`Apps by use: the ${moreLabel}`} columns={appColumns} dense unseenHead>
            {rows(more)}
          </Table>
          {others.length > 0 && (
            <p class="hint">
              {plural(others.length, 'other app')}, together{' '}
              <Duration seconds={others.reduce((sum, { total_seconds }) => sum + total_seconds, 0)} />
            </p>
          )}
        </details>
      )}
    </>
  )
}

/** A period; its data is what the chart draws. */
const PeriodRow = ({ bar, today, group }: { bar: Bar; today: string; group: Grouping }) => {
  const data = {
    'data-seconds': bar.allowed_seconds,
    'data-other': bar.other_seconds,
    'data-tick': bar.ticked ? tickOf(bar.date, group) : undefined,
  }
  return (
    <tr {...data}>
      <th scope="row">
        <a href={`${statsPath({ from: bar.date, to: bar.to })}#apps`}>{periodName(bar, today)}</a>
      </th>
      {[bar.allowed_seconds, bar.other_seconds, totalOf(bar)].map((seconds) => (
        <td class="num">{seconds > 0 ? <Duration seconds={seconds} /> : <span class="grey">none</span>}</td>
      ))}
    </tr>
  )
}

const periodColumns = (group: Grouping) => [
  { label: { day: 'Day', week: 'Week', month: 'Month' }[group] },
  { label: 'Allowed', numeric: true },
  { label: 'Other', numeric: true },
  { label: 'Used', numeric: true },
]

const Periods = ({ bars, group, today }: { bars: Bar[]; group: Grouping; today: string }) => (
  <details id="apps-periods">
    <summary class="link">Show the {plural(bars.length, group)}</summary>
    <Table caption={`Use of apps by ${group}`} columns={periodColumns(group)} dense id="apps-days">
      {bars.toReversed().map((bar) => (
        <PeriodRow bar={bar} today={today} group={group} />
      ))}
    </Table>
  </details>
)

/** Where client/stats.ts draws the chart of the table below; nothing is there without script. */
const Chart = () => (
  <div class="noscript:hidden">
    <div class="chart">
      <canvas id="apps-chart" role="img" aria-labelledby="apps-head apps-sums" data-rows="#apps-days [data-seconds]" />
    </div>
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
        <Duration seconds={view.allowed_seconds} /> allowed, <Duration seconds={view.other_seconds} /> other
      </span>
      {view.before_seconds !== null && (total > 0 || view.before_seconds > 0) && (
        <span class="grey small">
          <Change by={total - view.before_seconds} words={duration} />{' '}
          {total === view.before_seconds ? '' : `than ${comparedDays(range)}`}
        </span>
      )}
    </FigureLine>
  )
}

type AppsProps = { view: AppsView; range: Range; today: string }

/** How long which apps were used in a range, by what the rules allow now. */
export const Apps = ({ view, range, today }: AppsProps) => {
  if (!view) {
    return (
      <Section id="apps" title="Apps" aside={<TextLink href="/whitelists">Rules</TextLink>}>
        <p class="hint">
          No use of apps was reported yet. Give a monitoring client a <a href={usageTokenPath}>token</a>;{' '}
          <a href="/api/docs">the API</a> says what it reports.
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
        <p class="hint">No use was reported for {rangeText(range.from, range.to, today)}.</p>
      ) : (
        <>
          <Sums view={view} range={range} />
          <p class="hint">
            By today’s rules, for {view.bars.length === 1 ? 'the' : 'all'} {plural(view.bars.length, view.group)}.
          </p>
          <Chart />
          <Periods bars={view.bars} group={view.group} today={today} />
          <TopApps apps={view.apps} total={totalOf(view)} />
        </>
      )}
    </Section>
  )
}
