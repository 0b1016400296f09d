import type { Range } from '../../functions/lib/days'
import type { Share } from '../../functions/stats/breakdown'
import { Duration } from '../ui/figure'
import { ProjectMark } from '../ui/project-mark'
import { Section } from '../ui/section'
import { Spark } from '../ui/spark'
import { Table } from '../ui/table'
import { sessionsPath } from './links'

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

type SharesProps = { by: 'project' | 'goal'; shares: Share[]; totalSeconds: number; range: Range }

/** The time of a range by project or by goal, each leading to its sessions. */
export const Shares = ({ by, shares, totalSeconds, range }: SharesProps) => {
  const longest = Math.max(...shares.map((share) => share.total_seconds), 0)
  return (
    <Section id={`by-${by}`} title={by === 'project' ? 'By project' : 'By goal'}>
      <Table
        caption={`Tracked time by ${by}`}
        columns={[
          { label: by === 'project' ? 'Project' : 'Goal' },
          { label: 'Share' },
          { label: 'Tracked', numeric: true },
          { label: 'Percent', numeric: true },
        ]}
        dense
        unseenHead
        foot={
          <tr>
            <th scope="row">Total</th>
            <td />
            <td class="num">
              <a href={sessionsPath(range)}>
                <Duration seconds={totalSeconds} />
              </a>
            </td>
            <td class="num">100%</td>
          </tr>
        }
      >
        {shares.map((share) => {
          const href = sessionsPath(range, share.subject)
          const project = by === 'project' && share.key !== null ? share.color : undefined
          return (
            <tr>
              <th scope="row">
                <a href={href}>
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
        })}
      </Table>
    </Section>
  )
}
