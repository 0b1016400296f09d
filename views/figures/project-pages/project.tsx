import { useContext } from 'hono/jsx'
import type { ProjectPageData } from '../../../functions/figures/project-pages/page-data'
import { type ListedProject, projectKind, techStack } from '../../../functions/filing/projects/schema'
import { planPath, planStatusNames } from '../../../functions/learning/plans/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { BillingSection } from '../../filing/rates/page'
import { StartButton } from '../../frame/shell/start-button'
import { GoalListRow } from '../../goals/goals/row'
import { UsedSkills } from '../../learning/skills/page'
import { ProjectsTimeSections } from '../../ledger/periods'
import { ProjectTasks } from '../../tasks/tasks/of-project'
import { Empty } from '../../ui/empty'
import { Duration } from '../../ui/figure'
import { ProjectName, projectClass } from '../../ui/icon'
import { Row } from '../../ui/item'
import { KindHead } from '../../ui/kind'
import { jointPath, learningsPath } from '../../ui/links'
import { GitHubUrl, PullLink } from '../../ui/pulls'
import { RowList, RowTitle, Section, TextLink } from '../../ui/section'
import { OptionalLink } from '../../ui/uses'

type Props = ProjectPageData & { project: ListedProject }

const inRange = 'last 90 days'

const Amount = ({ time, subject, seconds }: Pick<Props, 'time'> & { subject: string; seconds: number }) => (
  <OptionalLink href={jointPath(time.range, [time.subject, subject])} data-figure={seconds}>
    <Duration seconds={seconds} />
  </OptionalLink>
)

const Goals = ({ goals, now }: Pick<Props, 'goals' | 'now'>) =>
  goals.length === 0 ? null : (
    <Section id="goals" title="Goals" summary={inRange}>
      <RowList rows={goals} item={(goal) => <GoalListRow goal={goal} depth={0} now={now} isPlain />} />
    </Section>
  )

const Pulls = ({ pulls, time }: Pick<Props, 'pulls' | 'time'>) =>
  pulls.length === 0 ? null : (
    <Section id="pulls" title="Pull requests" summary={inRange}>
      <RowList
        rows={pulls}
        item={({ subject, total_seconds, ...pull }) => (
          <Row
            title={
              <span class="row-title">
                <PullLink pull={pull} label={`${pull.repo_owner}/${pull.repo_name} #${pull.pr_number}`} />
              </span>
            }
            facts={[]}
            figures={<Amount time={time} subject={subject} seconds={total_seconds} />}
          />
        )}
      />
    </Section>
  )

const Plans = ({ plans }: Pick<Props, 'plans'>) =>
  plans.length === 0 ? null : (
    <Section id="plans" title="Plans">
      <RowList
        rows={plans}
        item={({ id, title, status }) => (
          <Row title={<RowTitle href={planPath(id)} name={title} />} facts={[planStatusNames[status].toLowerCase()]} />
        )}
      />
    </Section>
  )

export const ProjectHead = ({ project }: Pick<Props, 'project'>) => (
  <KindHead
    kind={projectKind}
    row={project}
    today=""
    title={<ProjectName name={project.name} color={project.color} />}
    facts={techStack(project).map((one) => <bdi>{one}</bdi>)}
    hrefs={{
      client: project.organization_name !== null && pathTo`/organizations/${project.organization_id}`,
      repository: project.repository && `${useContext(GitHubUrl)}/${project.repository}`,
    }}
    acts={
      project.status === 'active' && (
        <StartButton variant="primary" words="Start" label={`Start: ${project.name}`} project_id={project.id} />
      )
    }
  />
)

/** `/projects/:id`, below its head. */
export const ProjectPage = ({ project, time, plans, tasks, now, skills, goals, pulls, billing }: Props) => (
  <>
    {time.all.session_count === 0 && (
      <Empty title="Nothing tracked yet">Start the timer here, or choose this project for a session.</Empty>
    )}
    <div class={projectClass(project.color)}>
      <ProjectsTimeSections time={time}>
        <ProjectTasks {...tasks} project={project.id} today={now.today} />
      </ProjectsTimeSections>
    </div>
    <BillingSection billing={billing} path={pathTo`/projects/${project.id}`} today={now.today} />
    <Goals goals={goals} now={now} />
    <Plans plans={plans} />
    <UsedSkills skills={skills} />
    <Pulls pulls={pulls} time={time} />
    <p class="section actions">
      <TextLink href={learningsPath({ project: project.id })}>Learnings</TextLink>
    </p>
  </>
)
