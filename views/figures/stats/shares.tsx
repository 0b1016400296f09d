import type { ComparedShare } from '../../../functions/figures/stats/breakdown'
import { type Division, divisions, type StatsParams } from '../../../functions/figures/stats/query'
import { addUp } from '../../../functions/ledger/schema'
import type { Range } from '../../../functions/lib/time/days'
import { Spark } from '../../ui/figure'
import { type FigureColumn, FigureTable } from '../../ui/figure-table'
import { classes, ProjectMark } from '../../ui/icon'
import { comparePath, crossPath, explainPath, jointPath, repoPath, statsCsvPath, statsLink } from '../../ui/links'
import { Section, TextLink } from '../../ui/section'
import { Strip, StripLink } from '../../ui/strip'
import { OptionalLink } from '../../ui/uses'
import { sectionFoldProps } from './head'
import { type HourProps, HoursOfWeek } from './hours-of-week'
import { differencePath, ShareCells } from './period-table'

const shownRows = 12

/**
 * Path that a name links to: its sessions; for a repository its page; for an hour or a weekday the parts of sessions in
 * it.
 */
const nameHref = (share: ComparedShare, { by, range, subject, hasPages }: NameProps) => {
  const [owner, name] = by === 'repo' && typeof share.key === 'string' ? share.key.split('/') : []
  if (owner && name && hasPages) return repoPath(owner, name)
  if (by === 'weekday' || by === 'hour' || share.key === '') return crossPath(range, subject, share.subject)
  return jointPath(range, [subject, share.subject])
}

export const ShareName = ({ share, by }: { share: ComparedShare; by: Division }) => (
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

type NameProps = Pick<SharesProps, 'by' | 'range' | 'subject' | 'hasPages'>

const sparkClass = (before: number | undefined) => classes('spark-cell', before !== undefined && 'max-lg:hidden')

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
  /** True if all time is divided, as on the pages of repositories. */
  hasPages: boolean
  params: StatsParams
}

type Columns = FigureColumn<ComparedShare>[]

const columnsOf = ({ by, shares, totalSeconds, range, subject, hasPages }: SharesProps): Columns => {
  const longest = Math.max(...shares.flatMap(({ total_seconds, before = 0 }) => [total_seconds, before]), 0)
  const before = beforeOf(shares)
  const ofAll = { href: explainPath(range, subject), changeHref: comparePath(range, subject) }
  return [
    {
      label: names[by],
      cell: (share) => (
        <OptionalLink href={nameHref(share, { by, range, subject, hasPages })}>
          <ShareName share={share} by={by} />
        </OptionalLink>
      ),
    },
    {
      label: 'Share',
      cell: ({ total_seconds, before, color }) => (
        <td class={sparkClass(before)}>
          {total_seconds >= 0 && (
            <Spark
              max={longest}
              parts={[{ value: total_seconds, tone: 'solid', project: by === 'project' ? color : undefined }]}
              target={before}
            />
          )}
        </td>
      ),
      sum: () => <td class={sparkClass(before)} />,
    },
    {
      label: 'Tracked',
      numeric: true,
      cell: (share) => (
        <ShareCells
          seconds={share.total_seconds}
          totalSeconds={totalSeconds}
          before={share.before}
          href={crossPath(range, subject, share.subject)}
          changeHref={differencePath(range, subject, share.subject)}
        />
      ),
      sum: (summed) =>
        summed.length === shares.length ? (
          <ShareCells seconds={totalSeconds} totalSeconds={totalSeconds} before={before} {...ofAll} />
        ) : (
          <ShareCells seconds={addUp(summed).total_seconds} totalSeconds={totalSeconds} before={beforeOf(summed)} />
        ),
    },
    { label: 'Percent', numeric: true },
    ...(before === undefined ? [] : [{ label: 'Change', numeric: true }]),
  ]
}

/** True for the two closing rows: time without a tag (or project, …), and time counted more than once. */
const isClosing = ({ key }: ComparedShare) => key === '' || key === null

const SharesTable = (props: SharesProps) => {
  const { by, shares, params } = props
  const caption = `Tracked time by ${names[by].toLowerCase()}`
  return (
    <FigureTable
      caption={caption}
      columns={columnsOf(props)}
      rows={shares.filter((share) => !isClosing(share))}
      bars={['below']}
      total="Total"
      fold={{
        ...sectionFoldProps({ fold: 'shares', section: 'breakdown', params }),
        limit: shownRows,
        label: (count) => `${count} more`,
        caption: (label) => `${caption}: the ${label}`,
        sums: true,
        closing: shares.filter(isClosing),
      }}
      unseenHead
    />
  )
}

/** Breakdowns with a tab; the others are in a menu. */
const firstTabs: readonly ShownBy[] = ['project', 'goal', 'tag', 'hour']

const linkTo = (of: ShownBy, params: StatsParams) => {
  const path = statsLink({ ...params, by: of === 'project' ? undefined : of })
  return { id: `by-${of}`, href: `${path}#breakdown`, 'hx-get': path }
}

const inherited = {
  'hx-target:inherited': '#statistics',
  'hx-swap:inherited': 'outerMorph',
  'hx-replace-url:inherited': 'true',
}

/**
 * Tabs of breakdowns. With JavaScript, another breakdown morphs the page. Clients are organizations: their breakdown
 * has a tab only when the URL selects it.
 */
const Tabs = ({ by, params }: { by: ShownBy; params: StatsParams }) => {
  const shown = firstTabs.includes(by) ? firstTabs : [...firstTabs, by]
  return (
    <Strip label="Breakdown" look="few" {...inherited}>
      {shown.map((of) => (
        <StripLink {...linkTo(of, params)} isCurrent={of === by}>
          {names[of]}
        </StripLink>
      ))}
      <details class="menu" data-menu="">
        <summary class="strip-item">
          More<span class="sr-only"> breakdowns</span>
        </summary>
        <div class="sheet">
          {divisions
            .filter((of) => !shown.includes(of) && of !== 'client')
            .map((of) => (
              <a {...linkTo(of, params)}>{names[of]}</a>
            ))}
        </div>
      </details>
    </Strip>
  )
}

type BreakdownProps = SharesProps & {
  compared: string | undefined
  hours: HourProps | null
}

export const Breakdown = ({ compared, hours, ...props }: BreakdownProps) => (
  <Section
    id="breakdown"
    title={`By ${names[props.by].toLowerCase()}`}
    summary={
      hours ? (
        <span class="max-lg:hidden" data-roving-status>
          by local time
        </span>
      ) : (
        compared && `mark = previous period (${compared})`
      )
    }
    aside={
      <TextLink href={statsCsvPath(props.params, hours ? 'hours' : 'breakdown')} download>
        CSV<span class="sr-only"> of the breakdown by {names[props.by].toLowerCase()}</span>
      </TextLink>
    }
  >
    <Tabs by={props.by} params={props.params} />
    {hours ? <HoursOfWeek {...hours} range={props.range} subject={props.subject} /> : <SharesTable {...props} />}
  </Section>
)
