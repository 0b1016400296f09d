import type { PropsWithChildren } from 'hono/jsx'
import { pathTo } from '../../../functions/lib/http/path-to'
import { kindEntry } from '../../../functions/lib/kinds'
import type { Preferences } from '../../../functions/lib/preferences'
import { clockTime, duration, longDate, shortDate, wallClock, weekdayDay } from '../../../functions/lib/text/format'
import { daysBetween, localDateTime } from '../../../functions/lib/time/days'
import { soonText } from '../../../functions/lib/time/soon'
import type { ShownSession } from '../../../functions/time/sessions/list/days'
import type { SubjectNames } from '../../../functions/time/sessions/list/page'
import type { ListedSession, SessionRow as Session } from '../../../functions/time/sessions/schema'
import { idleSeconds } from '../../../functions/time/sessions/times/edit'
import { sessionTitle } from '../../../functions/time/sessions/title'
import { planNameOf, subjectName, zoneWords } from '../../../functions/time/sessions/words'
import { Play, RepeatButton } from '../../frame/shell/start-button'
import { Badge, Menu } from '../../ui/button'
import { Duration } from '../../ui/figure'
import { classes, Icon, ProjectName } from '../../ui/icon'
import { EditableText } from '../../ui/in-place'
import { Fact, MenuTemplate, Row } from '../../ui/item'
import { Pull } from '../../ui/pulls'
import { joinFacts, RowActions, RowList, RowMeta, RowTitle, Section, type SectionProps } from '../../ui/section'
import { OptionalLink } from '../../ui/uses'
import { Artifact } from './artifacts'

export type SessionReader = Pick<Preferences, 'time_zone' | 'clock'>

type WhenProps = { session: Pick<ListedSession, 'started_at' | 'ended_at' | 'time_zone'>; clock: Preferences['clock'] }

/** Start and end in the session's own zone; `+1` if it ends on the next calendar day. */
export const When = ({ session, clock }: WhenProps) => {
  const start = localDateTime(session.started_at, session.time_zone)
  const end = localDateTime(session.ended_at, session.time_zone)
  const later = daysBetween(start.date, end.date)
  return (
    <>
      {wallClock(start.time, clock)}–{wallClock(end.time, clock)}
      {later > 0 && (
        <>
          {' '}
          <span title={`ends on ${longDate(end.date, end.date)}`}>+{later}</span>
        </>
      )}
    </>
  )
}

type ProjectProps = { id: string | null; names: SubjectNames; edits?: string }

export const Project = ({ id, names, edits }: ProjectProps) => {
  const subject = `project:${id}`
  const name = id && subjectName(names, subject)
  if (!name) return null
  return <ProjectName name={name} color={names.get(subject)?.color} edits={edits} />
}

/** Link to the task of a session, unless both have the same title. */
export const TaskName = ({
  session: { title, task_id },
  names,
}: {
  session: Pick<ListedSession, 'title'> & { task_id?: string | null }
  names: SubjectNames
}) => {
  const task = task_id && names.get(`task:${task_id}`)
  if (!task) return null
  if (task.deleted) return <bdi>{task.label} (deleted)</bdi>
  return task.label === title ? null : (
    <OptionalLink href={kindEntry('task').path(task_id, null)}>
      <bdi>{task.label}</bdi>
    </OptionalLink>
  )
}

type RowProps = {
  session: ListedSession & Partial<Pick<ShownSession, 'overlap_seconds' | 'date'>> & Partial<Pick<Session, 'artifacts'>>
  names: SubjectNames
  reader: SessionReader
  /** Shows the day (`Thu 19`), with the month if `today` is given. */
  showDay?: boolean
  today?: string
  plain?: boolean
  /** Subjects to leave out because the list's page names them, such as `project:<id>`. */
  hides?: string[]
  /** True to show only the start, and an icon for the kind, as the other rows of a day do. */
  brief?: boolean
  /** True for a planned session: says that it does not count yet, and can start the timer. */
  planned?: boolean
  /** Time of the request in epoch ms, if a planned session shows how near its time is. */
  now?: number
  /** True to focus the row when it is swapped in. */
  focus?: boolean
}

/** Maximum number of artifacts in a row; the session's page shows all. */
const artifactsShown = 1

const Artifacts = ({ id, artifacts }: { id: string; artifacts: NonNullable<RowProps['session']['artifacts']> }) => {
  const more = artifacts.length - artifactsShown
  return (
    <>
      {artifacts.slice(0, artifactsShown).map((artifact) => (
        <Artifact artifact={artifact} short />
      ))}
      {more > 0 && (
        <>
          {' '}
          and <OptionalLink href={pathTo`/sessions/${id}`}>{more} more</OptionalLink>
        </>
      )}
    </>
  )
}

/** Two tags, filtered ones first, and the number of the others, whose names are in a title. */
const Tags = ({ tags, first }: { tags: string[]; first: string[] }) => {
  const isFirst = (tag: string) => Number(first.includes(`tag:${tag}`))
  const all = tags.toSorted((a, b) => isFirst(b) - isFirst(a)).map((tag) => `#${tag}`)
  return (
    <bdi>
      {all.slice(0, 2).join(' ')}
      {all.length > 2 && <span title={all.slice(2).join(' ')}> +{all.length - 2}</span>}
    </bdi>
  )
}

const nearOf = ({ session: { started_at, ended_at }, planned, now = 0 }: RowProps) =>
  planned ? soonText({ start: started_at, end: ended_at }, now) : null

const metaOf = (props: RowProps) => {
  const { session, names, reader, showDay, planned, hides = [] } = props
  const near = nearOf(props)
  const { project_id, goal_id, tags, overlap_seconds = 0, date = session.days[0]?.[0], days } = session
  const goal = goal_id && !hides.includes(`goal:${goal_id}`) && subjectName(names, `goal:${goal_id}`)
  const plan = planNameOf(session, names)
  const here = days.find(([day]) => day === date)?.[1] ?? 0
  return [
    overlap_seconds > 0 && (
      <Badge tone="warning" icon="overlap">
        overlaps {duration(overlap_seconds)}
      </Badge>
    ),
    here < session.duration_seconds && !showDay && (
      <>
        <Duration seconds={here} /> on this day
      </>
    ),
    near && <b>{near}</b>,
    planned && 'planned, not counted yet',
    project_id && !hides.includes(`project:${project_id}`) && names.has(`project:${project_id}`) && (
      <Project id={project_id} names={names} edits="project_id" />
    ),
    session.repo_owner && <Pull pull={session} />,
    tags.length > 0 && <Tags tags={tags} first={hides} />,
    goal && (
      <Fact icon="goals">
        <bdi>{goal}</bdi>
      </Fact>
    ),
    plan && plan !== sessionTitle(session) && (
      <Fact icon="plans">
        <bdi>{plan}</bdi>
      </Fact>
    ),
    session.task_id &&
      (names.get(`task:${session.task_id}`)?.label ?? sessionTitle(session)) !== sessionTitle(session) && (
        <Fact icon="tasks">
          <TaskName session={session} names={names} />
        </Fact>
      ),
    session.time_zone !== reader.time_zone && zoneWords(session.time_zone),
    session.artifacts?.length && <Artifacts id={session.id} artifacts={session.artifacts} />,
  ]
}

/** Minimum idle time shown, in seconds. Shorter pauses are rounding: parts of a second, or times typed in minutes. */
const leastIdleSeconds = 60

/** Duration with idle time: `38m, 4m idle`. Next to a day, a phone has no room for idle time. */
const Length = ({ session, showDay }: Pick<RowProps, 'session' | 'showDay'>) => {
  const idle = idleSeconds(session)
  return (
    <>
      <EditableText field="duration">
        <Duration seconds={session.duration_seconds} />
      </EditableText>
      {idle >= leastIdleSeconds && (
        <span class={classes('grey', showDay && 'max-lg:hidden')}>
          , <Duration seconds={idle} /> idle
        </span>
      )}
    </>
  )
}

const menuId = 'session-menu'

/** Menu of the rows, once per page; not needed for plain rows. */
export const SessionMenu = () => <MenuTemplate id={menuId} swapsNothing />

export const SessionRow = (props: RowProps) => {
  const { session, reader, showDay, today, plain, brief, planned } = props
  const { id } = session
  const [first] = session.days[0] ?? []
  const isElsewhere = showDay || (session.date !== undefined && session.date !== first)
  const title = sessionTitle(session)
  const play = planned ? (
    <Play of={`planned:${id}`} title={title} isNear={nearOf(props) !== null} />
  ) : (
    <RepeatButton id={id} title={title} />
  )
  return (
    <Row
      id={`session-${id}`}
      clock={
        <>
          {isElsewhere && first && (
            <span>{first === today ? 'Today' : today ? shortDate(first, today) : weekdayDay(first)} </span>
          )}
          <EditableText field="times">
            {brief ? (
              clockTime(session.started_at, session.time_zone, reader.clock)
            ) : (
              <When session={session} clock={reader.clock} />
            )}
          </EditableText>
        </>
      }
      mark={brief && <Icon name="clock" />}
      title={
        <RowTitle
          href={pathTo`/sessions/${id}`}
          data-edits="title"
          data-autofocus={props.focus ? '' : undefined}
          name={title}
        />
      }
      facts={metaOf(props)}
      figures={<Length session={session} showDay={showDay} />}
      actions={
        <RowActions>
          {!plain && <Menu label={`More for ${title}`} template={menuId} />}
          {play}
        </RowActions>
      }
    />
  )
}

type LatestProps = Pick<RowProps, 'names' | 'reader' | 'today' | 'hides'> &
  Pick<SectionProps, 'id' | 'aside'> & { title?: string; sessions: RowProps['session'][] }

/**
 * Latest sessions of a page's row, below the children; empty without both. If all have one project, the head names it.
 */
export const LatestSessions = ({
  sessions,
  names,
  reader,
  today,
  hides = [],
  children,
  ...head
}: PropsWithChildren<LatestProps>) => {
  if (sessions.length === 0 && !children) return null
  const shared = (['goal', 'project'] as const).flatMap((kind) => {
    const [id, ...others] = new Set(sessions.map((session) => session[`${kind}_id`]))
    return sessions.length > 1 && others.length === 0 && !hides.includes(`${kind}:${id}`) ? `${kind}:${id}` : []
  })
  const about = shared.find((subject) => subjectName(names, subject))
  return (
    <Section
      title="Latest sessions"
      summary={
        about && (
          <span class={about.startsWith('goal') ? 'max-lg:hidden' : undefined}>
            all of <bdi>{subjectName(names, about)}</bdi>
          </span>
        )
      }
      {...head}
    >
      {children}
      <RowList
        ordered
        rows={sessions}
        item={(session) => (
          <SessionRow
            session={session}
            names={names}
            reader={reader}
            today={today}
            hides={[...hides, ...shared]}
            showDay
            plain
          />
        )}
      />
    </Section>
  )
}

type AffectedProps = { sessions: ListedSession[]; reader: SessionReader; today: string }

export const AffectedSessions = ({ sessions, reader, today }: AffectedProps) => (
  <RowList
    small
    rows={sessions}
    item={(session) => (
      <li>
        <div>
          <RowTitle href={pathTo`/sessions/${session.id}`} name={sessionTitle(session)} />
          <RowMeta
            parts={[
              shortDate(session.days[0]?.[0] ?? today, today),
              <When session={session} clock={reader.clock} />,
              joinFacts(...session.tags.map((tag) => <bdi>#{tag}</bdi>)),
            ]}
          />
        </div>
        <span class="num">
          <Duration seconds={session.duration_seconds} />
        </span>
      </li>
    )}
  />
)
