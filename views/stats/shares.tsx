import { addUp } from '../../functions/ledger/schema'
import type { Range } from '../../functions/lib/days'
import { duration, exactDuration, isoDuration } from '../../functions/lib/format'
import type { ComparedShare } from '../../functions/stats/breakdown'
import type { StatsParams } from '../../functions/stats/query'
import { type Division, divisions } from '../../functions/stats/schema'
import { explainPath, repoPath, sessionsPath, statsCsvPath, statsLink } from '../links'
import { classes } from '../ui/classes'
import { Duration } from '../ui/figure'
import { ProjectMark } from '../ui/project-mark'
import { Section, TextLink } from '../ui/section'
import { Spark } from '../ui/spark'
import { Table } from '../ui/table'
import { Difference, percent } from './difference'
import { type HourProps, HoursOfWeek } from './hours-of-week'

/** How many are in sight before the shorter ones are folded away. */
const shownRows = 12

/** Time that may be less than nothing: `−2h 10m`. */
const Signed = ({ seconds }: { seconds: number }) =>
  seconds < 0 ? (
    <time datetime={`-${isoDuration(-seconds)}`} title={`−${exactDuration(-seconds)}`}>
      −{duration(-seconds)}
    </time>
  ) : (
    <Duration seconds={seconds} />
  )

/** Where the name of a share leads: to the sessions, of a repository to its page. */
const nameHref = (share: ComparedShare, by: Division, range: Range) => {
  if (by === 'project' || by === 'goal') return sessionsPath(range, share.subject)
  const [owner, name] = by === 'repo' && typeof share.key === 'string' ? share.key.split('/') : []
  return owner && name ? repoPath(owner, name) : explainPath(range, share.subject)
}

const Name = ({ share, by }: { share: ComparedShare; by: Division }) => (
  <>
    {by === 'project' && share.key !== null && <ProjectMark color={share.color} />}
    <bdi>{share.label}</bdi>
    {share.client && (
      <span class="grey">
        {' '}
        · <bdi>{share.client}</bdi>
      </span>
    )}
    {share.deleted && <span class="grey"> (deleted)</span>}
  </>
)

type RowProps = { share: ComparedShare; by: Division; longest: number; totalSeconds: number; range: Range }

/** What time was spent on, or what has none of it. */
const Row = ({ share, by, longest, totalSeconds, range }: RowProps) => {
  const { total_seconds, before } = share
  const project = by === 'project' ? share.color : undefined
  return (
    <tr>
      <th scope="row">
        <a href={nameHref(share, by, range)}>
          <Name share={share} by={by} />
        </a>
      </th>
      <td class={classes('spark-cell', before !== undefined && 'phone-hide')}>
        {total_seconds >= 0 && (
          <Spark max={longest} parts={[{ value: total_seconds, tone: 'solid', project }]} target={before} />
        )}
      </td>
      <td class="num">
        <a href={explainPath(range, share.subject)}>
          <Signed seconds={total_seconds} />
        </a>
      </td>
      <td class="num grey">{percent(total_seconds, totalSeconds)}</td>
      {before !== undefined && (
        <td class="num">
          <Difference now={total_seconds} before={before} />
        </td>
      )}
    </tr>
  )
}

type SumProps = { label: string; seconds: number; totalSeconds: number; before?: number }

const SumRow = ({ label, seconds, totalSeconds, before }: SumProps) => (
  <tr>
    <th scope="row">{label}</th>
    <td class={classes('spark-cell', before !== undefined && 'phone-hide')} />
    <td class="num">
      <Signed seconds={seconds} />
    </td>
    <td class="num">{percent(seconds, totalSeconds)}</td>
    {before !== undefined && (
      <td class="num">
        <Difference now={seconds} before={before} />
      </td>
    )}
  </tr>
)

const names: Record<(typeof divisions)[number], string> = {
  project: 'Project',
  client: 'Client',
  classification: 'Classification',
  goal: 'Goal',
  repo: 'Repository',
  tag: 'Tag',
  weekday: 'Weekday',
  hour: 'Hour',
}

export type ShownBy = keyof typeof names

const columns = (by: ShownBy, compared: boolean) => [
  { label: names[by] },
  { label: 'Share' },
  { label: 'Tracked', numeric: true },
  { label: 'Percent', numeric: true },
  ...(compared ? [{ label: 'Change', numeric: true }] : []),
]

const beforeOf = (shares: ComparedShare[]) =>
  shares.some(({ before }) => before !== undefined)
    ? shares.reduce((sum, { before = 0 }) => sum + before, 0)
    : undefined

type SharesProps = { by: ShownBy; shares: ComparedShare[]; totalSeconds: number; range: Range }

const SharesTable = ({ by, shares, totalSeconds, range }: SharesProps) => {
  const longest = Math.max(...shares.flatMap(({ total_seconds, before = 0 }) => [total_seconds, before]), 0)
  // What has none, and what is counted more than once, close the list, in sight.
  const closing = shares.filter(({ key }) => key === '' || key === null)
  const all = shares.filter((share) => !closing.includes(share))
  const shown = all.length > shownRows + 1 ? all.slice(0, shownRows) : all
  const more = all.slice(shown.length)
  const moreLabel = `${more.length} more`
  const compared = beforeOf(shares) !== undefined
  const rows = (some: ComparedShare[]) =>
    some.map((share) => <Row share={share} by={by} longest={longest} totalSeconds={totalSeconds} range={range} />)
  const caption = `Tracked time by ${names[by].toLowerCase()}`
  return (
    <>
      <Table
        caption={caption}
        columns={columns(by, compared)}
        dense
        unseenHead
        foot={<SumRow label="Total" seconds={totalSeconds} totalSeconds={totalSeconds} before={beforeOf(shares)} />}
      >
        {rows(shown)}
        {more.length > 0 && (
          <SumRow
            label={moreLabel}
            seconds={addUp(more).total_seconds}
            totalSeconds={totalSeconds}
            before={beforeOf(more)}
          />
        )}
        {rows(closing)}
      </Table>
      {more.length > 0 && (
        <details id="more-shares">
          <summary class="link">Show the {moreLabel}</summary>
          <Table caption={`${caption}: the ${moreLabel}`} columns={columns(by, compared)} dense unseenHead>
            {rows(more)}
          </Table>
        </details>
      )}
    </>
  )
}

/** The same page divided otherwise, which takes the place of what differs. */
const Tabs = ({ by, params }: { by: ShownBy; params: StatsParams }) => (
  <nav class="ranges" aria-label="Breakdown">
    {divisions.map((other) => {
      const path = statsLink({ ...params, by: other === 'project' ? undefined : other })
      return (
        <a
          id={`by-${other}`}
          href={`${path}#breakdown`}
          aria-current={other === by ? 'true' : undefined}
          hx-get={path}
          hx-target="#statistics"
          hx-swap="outerMorph"
          hx-replace-url="true"
        >
          {names[other]}
        </a>
      )
    })}
  </nav>
)

type BreakdownProps = SharesProps & { params: StatsParams; compared: string | undefined; hours: HourProps | null }

/** The time of a range divided up, each part leading to what makes it up. */
export const Breakdown = ({ params, compared, hours, ...props }: BreakdownProps) => (
  <Section
    id="breakdown"
    title={`By ${names[props.by].toLowerCase()}`}
    summary={
      hours ? (
        <span class="phone-hide" data-roving-status>
          hours that the clock showed
        </span>
      ) : (
        compared && `the mark stands at ${compared}`
      )
    }
    aside={
      <TextLink href={statsCsvPath(params, hours ? 'hours' : 'breakdown')}>
        CSV<span class="unseen"> of the breakdown by {names[props.by].toLowerCase()}</span>
      </TextLink>
    }
  >
    <Tabs by={props.by} params={params} />
    {hours ? <HoursOfWeek {...hours} range={props.range} /> : <SharesTable {...props} />}
  </Section>
)
