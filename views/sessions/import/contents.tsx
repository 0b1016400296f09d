import { grouped } from '../../../functions/lib/format'
import type { ImportPlan } from '../../../functions/sessions/import/plan'
import { DurationCell, Table } from '../../ui/figure'
import { ProjectLabel } from '../../ui/icon'
import { RowMeta, Section } from '../../ui/section'

const projectsShown = 100
const tasksShown = 50
const appsShown = 20

const more = (count: number, shown: number) => count > shown && `${grouped(count - shown)} more`

export const NewProjects = ({ projects }: Pick<ImportPlan, 'projects'>) => (
  <Section id="new-projects" title="New projects" summary={`${projects.length} to create`}>
    <RowMeta
      parts={[
        ...projects.slice(0, projectsShown).map((project) => <ProjectLabel project={project} />),
        more(projects.length, projectsShown),
      ]}
    />
  </Section>
)

export const NewTasks = ({ tasks }: Pick<ImportPlan, 'tasks'>) => (
  <Section id="new-tasks" title="New tasks" summary={`${grouped(tasks.length)} to add`}>
    <RowMeta
      parts={[...tasks.slice(0, tasksShown).map(({ title }) => <bdi>{title}</bdi>), more(tasks.length, tasksShown)]}
    />
  </Section>
)

/** The apps of an import, the most used first. */
export const NewUses = ({ uses }: Pick<ImportPlan, 'uses'>) => {
  const apps = [...Map.groupBy(uses, ({ package_name }) => package_name)]
    .map(([name, ofApp]) => ({ name, seconds: ofApp.reduce((sum, { seconds }) => sum + seconds, 0) }))
    .toSorted((a, b) => b.seconds - a.seconds)
  const summary = apps.length > appsShown ? `the first ${appsShown} of ${grouped(apps.length)} apps` : undefined
  return (
    <Section id="new-uses" title="App use" summary={summary}>
      <Table caption="Apps, the most used first" columns={[{ label: 'App' }, { label: 'Time', numeric: true }]} dense>
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
