import type { Child } from 'hono/jsx'
import { longDate } from '../../../functions/lib/format'
import type { SubjectNames } from '../../../functions/time/sessions/list/page'
import { linkSubjects } from '../../../functions/time/sessions/plan-link'
import type { SessionRow as Session } from '../../../functions/time/sessions/schema'
import { Duration, Table } from '../../ui/figure'
import { ItemHead } from '../../ui/item'
import { dayPath, sessionsPath } from '../../ui/links'
import { Pull } from '../../ui/pulls'
import { Section, TextLink } from '../../ui/section'
import { StartButton } from '../timer/start-button'
import { Artifacts } from './artifacts'
import { Project, type Reader, When } from './row'
import { nameOf, planNameOf, titleOf, zoneWords } from './words'

const sources = {
  timer: 'Timer',
  manual: 'Manual',
  import: 'Import',
  extension: 'Browser extension',
  cli: 'Command line',
}

const DayLinks = ({ session, today }: { session: Session; today: string }) => (
  <>
    {session.days.map(([date, seconds]) => (
      <div>
        <TextLink href={dayPath(date)}>{longDate(date, today)}</TextLink>
        {session.days.length > 1 && (
          <>
            , <Duration seconds={seconds} />
          </>
        )}
      </div>
    ))}
  </>
)

const ProjectFact = ({ session, names }: { session: Session; names: SubjectNames }) => {
  const client = names.get(`project:${session.project_id}`)?.client
  return (
    <TextLink href={sessionsPath(null, `project:${session.project_id}`)}>
      <Project id={session.project_id} names={names} />
      {client && (
        <>
          , <bdi>{client}</bdi>
        </>
      )}
    </TextLink>
  )
}

const factsOf = ({ session, names, reader, today }: PageProps): [label: string, fact: Child][] => {
  const idle = Math.floor((session.ended_at - session.started_at) / 1000) - session.duration_seconds
  const plan = planNameOf(session, names)
  const task = session.task_id && nameOf(names, `task:${session.task_id}`)
  const goal = session.goal_id && nameOf(names, `goal:${session.goal_id}`)
  return [
    ['Day', <DayLinks session={session} today={today} />],
    [
      'Time',
      <>
        <When session={session} clock={reader.clock} />
        {session.time_zone !== reader.time_zone && `, ${zoneWords(session.time_zone)}`}
      </>,
    ],
    [
      'Duration',
      <>
        <Duration seconds={session.duration_seconds} />
        {idle > 0 && (
          <>
            , and <Duration seconds={idle} /> idle
          </>
        )}
      </>,
    ],
    ['Pull request', session.repo_owner && <Pull pull={session} />],
    ['Project', names.has(`project:${session.project_id}`) && <ProjectFact session={session} names={names} />],
    ['Goal', goal && <TextLink href={sessionsPath(null, `goal:${session.goal_id}`)}>{<bdi>{goal}</bdi>}</TextLink>],
    [
      'Plan',
      plan && <TextLink href={sessionsPath(null, linkSubjects(session)[0] ?? '')}>{<bdi>{plan}</bdi>}</TextLink>,
    ],
    ['Task', task && <TextLink href={sessionsPath(null, `task:${session.task_id}`)}>{<bdi>{task}</bdi>}</TextLink>],
    ['Tags', session.tags.length > 0 && session.tags.map((tag) => <bdi>#{tag} </bdi>)],
    ['Artifacts', session.artifacts.length > 0 && <Artifacts artifacts={session.artifacts} />],
    ['Source', sources[session.source]],
  ]
}

type PageProps = { session: Session; names: SubjectNames; reader: Reader; today: string }

export const SessionPage = (props: PageProps) => {
  const { session } = props
  return (
    <>
      <ItemHead
        url={`/sessions/${session.id}`}
        title={<bdi>{titleOf(session)}</bdi>}
        back={{ href: '/sessions', name: 'Sessions' }}
        summary={<Duration seconds={session.duration_seconds} />}
      >
        <StartButton words="Start again" label={`Start again: ${titleOf(session)}`} again={session.id} />
      </ItemHead>
      <Table caption="Session details" columns={[{ label: 'Field' }, { label: 'Value' }]} unseenHead>
        {factsOf(props)
          .filter(([, fact]) => fact)
          .map(([label, fact]) => (
            <tr>
              <th scope="row">{label}</th>
              <td>{fact}</td>
            </tr>
          ))}
      </Table>
      {session.notes && (
        <Section id="notes" title="Notes">
          <p class="whitespace-pre-line" dir="auto">
            {session.notes}
          </p>
        </Section>
      )}
    </>
  )
}
