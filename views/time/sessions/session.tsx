import { pathTo } from '../../../functions/lib/http/path-to'
import { duration, shortDate } from '../../../functions/lib/text/format'
import type { SubjectNames } from '../../../functions/time/sessions/list/page'
import { linkSubjects } from '../../../functions/time/sessions/plan-link'
import { type SessionRow as Session, sessionNotesLimit } from '../../../functions/time/sessions/schema'
import { idleSeconds } from '../../../functions/time/sessions/times/edit'
import { sessionTitle } from '../../../functions/time/sessions/title'
import { planNameOf, subjectName, zoneWords } from '../../../functions/time/sessions/words'
import { StartButton } from '../../frame/shell/start-button'
import { Duration } from '../../ui/figure'
import { ProjectMark } from '../../ui/icon'
import { EditableFact, FactLink, Facts, PlainFact, RowOfPage } from '../../ui/in-place'
import { ItemHead } from '../../ui/item'
import { dayPath, sessionsPath } from '../../ui/links'
import { NotesOfPage } from '../../ui/notes'
import { Pull } from '../../ui/pulls'
import { NameLink, RowTitle, Section } from '../../ui/section'
import { Artifacts } from './artifacts'
import { type SessionReader, When } from './row'

const sources = {
  timer: null,
  manual: null,
  import: 'from an import',
  extension: 'from the browser extension',
  cli: 'from the command line',
}

type PageProps = {
  session: Session
  names: SubjectNames
  /** Goals that count this session. */
  goals: { id: string; title: string }[]
  reader: SessionReader
  today: string
  back: { href: string; name: string }
}

/** A fact that links to all sessions of the same goal, plan or task; nothing if it is not set. */
const ForFact = ({ label, name, subject }: { label: string; name?: string | null; subject: string }) =>
  name ? (
    <PlainFact label={label}>
      <bdi>{name}</bdi>
      <FactLink label={label} href={sessionsPath(null, subject)} />
    </PlainFact>
  ) : null

/** Facts of a session: its time, duration and filing. */
const SessionFacts = ({ session, names, goals, reader, today }: PageProps) => {
  const { project_id, goal_id, task_id } = session
  const idle = idleSeconds(session)
  const project = names.get(`project:${project_id}`)
  return (
    <Facts>
      <EditableFact label="Duration" field="duration">
        <Duration seconds={session.duration_seconds} />
      </EditableFact>
      <EditableFact label="Time" field="times">
        <When session={session} clock={reader.clock} />
      </EditableFact>
      {session.days.map(([date, seconds]) => (
        <PlainFact label="Day">
          <span>
            {shortDate(date, today)}
            {session.days.length > 1 && `, ${duration(seconds)}`}
          </span>
          <FactLink label={shortDate(date, today)} href={dayPath(date)} />
        </PlainFact>
      ))}
      <EditableFact label="Project" field="project_id" href={sessionsPath(null, `project:${project_id}`)}>
        {project && (
          <>
            <ProjectMark color={project.color} />
            <bdi>{project.label}</bdi>
          </>
        )}
      </EditableFact>
      <EditableFact label="Goal" field="goal_id" href={sessionsPath(null, `goal:${goal_id}`)}>
        {goal_id && <bdi>{subjectName(names, `goal:${goal_id}`)}</bdi>}
      </EditableFact>
      {goals.length > 0 && (
        <PlainFact label="Counts for">
          {goals.map(({ id, title }, index) => (
            <>
              {index > 0 && ', '}
              <NameLink href={pathTo`/goals/${id}`} name={title} />
            </>
          ))}
        </PlainFact>
      )}
      <ForFact label="Task" name={task_id && subjectName(names, `task:${task_id}`)} subject={`task:${task_id}`} />
      <ForFact label="Plan" name={planNameOf(session, names)} subject={linkSubjects(session)[0] ?? ''} />
      {idle > 0 && (
        <PlainFact label="Idle">
          <Duration seconds={idle} />
        </PlainFact>
      )}
    </Facts>
  )
}

/** Head of a session's page, with its facts and notes. */
export const SessionHead = (props: PageProps) => {
  const { session, reader, back } = props
  const { id } = session
  const query = back.href === '/sessions' ? '' : `?${new URLSearchParams({ back: back.href })}`
  return (
    <RowOfPage id={`session-${id}`} region={`session-page${query}`}>
      <ItemHead
        url={pathTo`/sessions/${id}`}
        edit={`${pathTo`/sessions/${id}`}/edit${query}`}
        title={<RowTitle href={pathTo`/sessions/${id}`} name={sessionTitle(session)} data-edits="title" />}
        back={back}
        facts={[
          session.repo_owner && <Pull pull={session} />,
          ...session.tags.map((tag) => <bdi>#{tag}</bdi>),
          sources[session.source],
          session.time_zone !== reader.time_zone && zoneWords(session.time_zone),
        ]}
      >
        <StartButton words="Start again" label={`Start again: ${sessionTitle(session)}`} again={id} />
      </ItemHead>
      <SessionFacts {...props} />
      <NotesOfPage
        url={pathTo`/sessions/${id}`}
        seq={session.seq}
        field="notes"
        limit={sessionNotesLimit}
        value={session.notes}
      />
    </RowOfPage>
  )
}

export const SessionPage = (props: PageProps) => {
  const { session } = props
  return (
    <>
      <SessionHead {...props} />
      {session.artifacts.length > 0 && (
        <Section id="artifacts" title="Artifacts">
          <Artifacts artifacts={session.artifacts} />
        </Section>
      )}
    </>
  )
}
