import type { Child } from 'hono/jsx'
import { type Clock, grouped, shortDate } from '../../../../functions/lib/text/format'
import { localDateTime } from '../../../../functions/lib/time/days'
import { generalName } from '../../../../functions/time/sessions/general'
import { type ImportPlan, isGeneral } from '../../../../functions/time/sessions/import/plan'
import { sessionTitle } from '../../../../functions/time/sessions/title'
import { PreviewRows } from '../../../imports/page'
import { Badge } from '../../../ui/button'
import { Duration, DurationCell, Table } from '../../../ui/figure'
import { ProjectLabel } from '../../../ui/icon'
import { joinFacts, RowMeta, RowName, Section } from '../../../ui/section'
import { When } from '../row'

const sessionsShown = 20
const appsShown = 20

type SessionsProps = { plan: ImportPlan; clock: Clock; today: string }

/** Sessions to add. Sessions whose end was moved to the next day come first. */
export const NewSessions = ({ plan: { sessions, rows }, clock, today }: SessionsProps) => {
  const all = sessions.flatMap((session, index) => (rows[index] ? [{ session, row: rows[index] }] : []))
  const item = ({ session, row }: (typeof all)[number]) => {
    const { project, client, task, isOvernight } = row
    const { date } = localDateTime(session.started_at, session.time_zone)
    return (
      <li>
        <div>
          <RowName>{sessionTitle({ ...session, focus_ends_at: null })}</RowName>
          <RowMeta
            parts={[
              joinFacts(shortDate(date, today), <When session={session} clock={clock} />),
              isOvernight && <Badge tone="warning">Ends the next day</Badge>,
              joinFacts(
                ...[project ?? (isGeneral(row) ? generalName : 'No project'), client, task].map(
                  (name) => name && <bdi>{name}</bdi>,
                ),
              ),
            ]}
          />
        </div>
        <span class="num">
          <Duration seconds={session.duration_seconds} />
        </span>
      </li>
    )
  }
  return (
    <>
      <PreviewRows
        id="overnight"
        title="End the next day"
        rows={all.filter(({ row }) => row.isOvernight)}
        item={item}
        limit={100}
        small
      />
      <PreviewRows id="new-sessions" title="New sessions" rows={all} item={item} limit={sessionsShown} small />
    </>
  )
}

type NamesProps<Row> = {
  id: string
  title: string
  verb: string
  rows: Row[]
  item: (row: Row) => Child
  limit?: number
}

const Names = <Row,>({ id, title, verb, rows, item, limit = 100 }: NamesProps<Row>) =>
  rows.length === 0 ? null : (
    <Section id={id} title={title} summary={`${grouped(rows.length)} to ${verb}`}>
      <RowMeta
        parts={[...rows.slice(0, limit).map(item), rows.length > limit && `${grouped(rows.length - limit)} more`]}
      />
    </Section>
  )

/** Names of the organizations, projects and tasks that an import creates. */
export const NewNames = ({ plan: { organizations, projects, tasks } }: { plan: ImportPlan }) => (
  <>
    <Names
      id="new-organizations"
      title="New organizations"
      verb="create"
      rows={organizations}
      item={(name) => <bdi>{name}</bdi>}
    />
    <Names
      id="new-projects"
      title="New projects"
      verb="create"
      rows={projects}
      item={(project) => <ProjectLabel project={project} />}
    />
    <Names
      id="new-tasks"
      title="New tasks"
      verb="add"
      rows={tasks}
      item={({ title }) => <bdi>{title}</bdi>}
      limit={50}
    />
  </>
)

/** Apps of an import, most used first. */
export const NewUses = ({ uses }: Pick<ImportPlan, 'uses'>) => {
  const apps = [...Map.groupBy(uses, ({ package_name }) => package_name)]
    .map(([name, ofApp]) => ({ name, seconds: ofApp.reduce((sum, { seconds }) => sum + seconds, 0) }))
    .toSorted((a, b) => b.seconds - a.seconds)
  const summary = apps.length > appsShown ? `the first ${appsShown} of ${grouped(apps.length)} apps` : undefined
  return (
    <Section id="new-uses" title="App use" summary={summary}>
      <Table caption="Apps, the most used first" columns={[{ label: 'App' }, { label: 'Time', numeric: true }]}>
        {apps.slice(0, appsShown).map(({ name, seconds }) => (
          <tr>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <DurationCell seconds={seconds} />
          </tr>
        ))}
      </Table>
    </Section>
  )
}
