import { addUp } from '../../functions/ledger/schema'
import type { Range } from '../../functions/lib/days'
import type { ComparedShare } from '../../functions/stats/breakdown'
import { type Division, divisions, type StatsParams } from '../../functions/stats/query'
import { comparePath, crossPath, explainPath, jointPath, repoPath, statsCsvPath, statsLink } from '../links'
import { LinkButton } from '../ui/button'
import { classes } from '../ui/classes'
import { ProjectMark } from '../ui/project-mark'
import { Section } from '../ui/section'
import { Spark } from '../ui/spark'
import { Cells, type CellsProps, differencePath } from './difference'
import { FoldingTable } from './folding-table'
import { type HourProps, HoursOfWeek } from './hours-of-week'

const shownRows = 12

/** Names link to their sessions, those of repositories to their page; hours and weekdays to the parts in them. */
const nameHref = (share: ComparedShare, { by, range, subject, hasPages }: RowProps) => {
  const [owner, name] = by === 'repo' && typeof share.key === 'string' ? share.key.split('/') : []
  if (owner && name && hasPages) return repoPath(owner, name)
  if (by === 'weekday' || by === 'hour' || share.key === '') return crossPath(range, subject, share.subject)
  return jointPath(range, [subject, share.subject])
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

type RowProps = Pick<SharesProps, 'by' | 'totalSeconds' | 'range' | 'subject' | 'hasPages'> & {
  share: ComparedShare
  longest: number
}

const sparkClass = (before: number | undefined) => classes('spark-cell', before !== undefined && 'phone-hide')

const Row = (props: RowProps) => {
  const { share, by, longest, totalSeconds, range, subject } = props
  const { total_seconds, before } = share
  const project = by === 'project' ? share.color : undefined
  return (
    <tr>
      <th scope="row">
        <a href={nameHref(share, props)}>
          <Name share={share} by={by} />
        </a>
      </th>
      <td class={sparkClass(before)}>
        {total_seconds >= 0 && (
          <Spark max={longest} parts={[{ value: total_seconds, tone: 'solid', project }]} target={before} />
        )}
      </td>
      <Cells
        seconds={total_seconds}
        totalSeconds={totalSeconds}
        before={before}
        href={crossPath(range, subject, share.subject)}
        changeHref={differencePath(range, subject, share.subject)}
      />
    </tr>
  )
}

const SumRow = ({ label, ...cells }: CellsProps & { label: string }) => (
  <tr>
    <th scope="row">{label}</th>
    <td class={sparkClass(cells.before)} />
    <Cells {...cells} />
  </tr>
)

const names: Record<(typeof divisions)[number], string> = {
  project: 'Project',
  client: 'Client',
  organization: 'Organization',
  classification: 'Kind of project',
  goal: 'Goal',
  plan: 'Plan',
  chunk: 'Plan step',
  task: 'Task',
  repo: 'GitHub repository',
  tag: 'Tag',
  weekday: 'Weekday',
  hour: 'Hour',
}

type ShownBy = keyof typeof names

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

type SharesProps = {
  by: ShownBy
  shares: ComparedShare[]
  totalSeconds: number
  range: Range
  subject: string
  /** All time is divided, as on the pages of repositories. */
  hasPages: boolean
}

const SharesTable = ({ by, shares, totalSeconds, range, subject, hasPages }: SharesProps) => {
  const longest = Math.max(...shares.flatMap(({ total_seconds, before = 0 }) => [total_seconds, before]), 0)
  const isClosing = ({ key }: ComparedShare) => key === '' || key === null
  const row = (share: ComparedShare) => (
    <Row
      share={share}
      by={by}
      longest={longest}
      totalSeconds={totalSeconds}
      range={range}
      subject={subject}
      hasPages={hasPages}
    />
  )
  const caption = `Tracked time by ${names[by].toLowerCase()}`
  return (
    <FoldingTable
      id="more-shares"
      caption={caption}
      columns={columns(by, beforeOf(shares) !== undefined)}
      items={shares.filter((share) => !isClosing(share))}
      limit={shownRows}
      row={row}
      restLabel={(count) => `${count} more`}
      restCaption={(label) => `${caption}: the ${label}`}
      restRow={(rest, label) => (
        <SumRow label={label} seconds={addUp(rest).total_seconds} totalSeconds={totalSeconds} before={beforeOf(rest)} />
      )}
      // Time without any, and time counted more than once, stay in sight.
      closing={shares.filter(isClosing).map(row)}
      foot={
        <SumRow
          label="Total"
          href={explainPath(range, subject)}
          seconds={totalSeconds}
          totalSeconds={totalSeconds}
          before={beforeOf(shares)}
          changeHref={comparePath(range, subject)}
        />
      }
      unseenHead
    />
  )
}

/** With script, another breakdown morphs the page in place. */
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

type BreakdownProps = SharesProps & {
  params: StatsParams
  compared: string | undefined
  hours: HourProps | null
}

export const Breakdown = ({ params, compared, hours, ...props }: BreakdownProps) => (
  <Section
    id="breakdown"
    title={`By ${names[props.by].toLowerCase()}`}
    summary={
      hours ? (
        <span class="phone-hide" data-roving-status>
          by local time
        </span>
      ) : (
        compared && `mark = previous period (${compared})`
      )
    }
    aside={
      <LinkButton small icon="download" href={statsCsvPath(params, hours ? 'hours' : 'breakdown')} download>
        CSV<span class="unseen"> of the breakdown by {names[props.by].toLowerCase()}</span>
      </LinkButton>
    }
  >
    <Tabs by={props.by} params={params} />
    {hours ? <HoursOfWeek {...hours} range={props.range} subject={props.subject} /> : <SharesTable {...props} />}
  </Section>
)
