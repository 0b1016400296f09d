import type { Range } from '../../functions/lib/days'
import type { Share, SharedBy } from '../../functions/stats/breakdown'
import { sessionsPath } from '../links'
import { Duration } from '../ui/figure'
import { ProjectMark } from '../ui/project-mark'
import { Section } from '../ui/section'
import { Spark } from '../ui/spark'
import { Table } from '../ui/table'

/** How many are in sight before the shorter ones are folded away. */
const shownRows = 12

const percent = (part: number, whole: number) => {
  if (whole === 0) return '0%'
  const share = (100 * part) / whole
  return part > 0 && share < 1 ? '<1%' : `${Math.round(share)}%`
}

const Name = ({ share, marked }: { share: Share; marked: boolean }) => (
  <>
    {marked && share.key !== null && <ProjectMark color={share.color} />}
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

type RowProps = { share: Share; by: SharedBy; longest: number; totalSeconds: number; range: Range }

/** One project or goal, or what has none. */
const Row = ({ share, by, longest, totalSeconds, range }: RowProps) => {
  const project = by === 'project' ? share.color : undefined
  return (
    <tr>
      <th scope="row">
        <a href={sessionsPath(range, share.subject)}>
          <Name share={share} marked={by === 'project'} />
        </a>
      </th>
      <td class="spark-cell">
        <Spark max={longest} parts={[{ value: share.total_seconds, tone: 'solid', project }]} />
      </td>
      <td class="num">
        <Duration seconds={share.total_seconds} />
      </td>
      <td class="num grey">{percent(share.total_seconds, totalSeconds)}</td>
    </tr>
  )
}

const SumRow = ({ label, seconds, totalSeconds }: { label: string; seconds: number; totalSeconds: number }) => (
  <tr>
    <th scope="row">{label}</th>
    <td />
    <td class="num">
      <Duration seconds={seconds} />
    </td>
    <td class="num">{percent(seconds, totalSeconds)}</td>
  </tr>
)

const words = {
  project: { title: 'By project', column: 'Project' },
  goal: { title: 'By goal', column: 'Goal' },
}

const columns = (by: SharedBy) => [
  { label: words[by].column },
  { label: 'Share' },
  { label: 'Tracked', numeric: true },
  { label: 'Percent', numeric: true },
]

type SharesProps = { by: SharedBy; shares: Share[]; totalSeconds: number; range: Range }

/** The time of a range by project or by goal, each leading to its sessions. */
export const Shares = ({ by, shares, totalSeconds, range }: SharesProps) => {
  const longest = Math.max(...shares.map((share) => share.total_seconds), 0)
  const shown = shares.length > shownRows + 1 ? shares.slice(0, shownRows) : shares
  const more = shares.slice(shown.length)
  const moreLabel = `${more.length} more`
  const rows = (some: Share[]) =>
    some.map((share) => <Row share={share} by={by} longest={longest} totalSeconds={totalSeconds} range={range} />)
  return (
    <Section id={`by-${by}`} title={words[by].title}>
      <Table
        caption={`Tracked time by ${by}`}
        columns={columns(by)}
        dense
        unseenHead
        foot={<SumRow label="Total" seconds={totalSeconds} totalSeconds={totalSeconds} />}
      >
        {rows(shown)}
        {more.length > 0 && (
          <SumRow
            label={moreLabel}
            seconds={more.reduce((sum, share) => sum + share.total_seconds, 0)}
            totalSeconds={totalSeconds}
          />
        )}
      </Table>
      {more.length > 0 && (
        <details>
          <summary class="link">Show the {moreLabel}</summary>
          <Table caption={`Tracked time by ${by}: the ${moreLabel}`} columns={columns(by)} dense unseenHead>
            {rows(more)}
          </Table>
        </details>
      )}
    </Section>
  )
}
