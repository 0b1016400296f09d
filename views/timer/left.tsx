import type { Names } from '../../functions/sessions/list/page'
import type { Evidence, LeftSession } from '../../functions/timer/forgotten/schema'
import { countedLeft } from '../../functions/timer/forgotten/settle'
import { PullLink } from '../pulls'
import { Project, type Reader } from '../sessions/row'
import { nameOf, zoneWords } from '../sessions/words'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { Notice } from '../ui/notice'
import { RowMeta, Rows, RowTitle } from '../ui/rows'
import { Section, TextLink } from '../ui/section'
import { EndButtons, Stamp, sendsFrom } from './ends'
import { leftName, pullRequestOf } from './left-name'

/** Sessions without an end, and the ends that are offered for each. */
export type LeftList = {
  sessions: LeftSession[]
  ends: Map<string, Evidence[]>
  names: Names
  more: boolean
  now: number
}

type Context = Pick<LeftList, 'ends' | 'names'> & { reader: Reader; now: number }

/** The pull request that a session is about, leading there. */
export const PullRequest = ({ session }: { session: LeftSession }) => {
  const name = pullRequestOf(session)
  return name ? <PullLink pull={session} label={session.title === '' ? 'Pull request' : name} /> : null
}

/** Whether it waits for an end, or may still get it by itself. */
export const LeftBadge = ({ session }: { session: LeftSession }) =>
  session.status === 'abandoned' ? (
    <Badge tone="warning" icon="alert">
      not counted
    </Badge>
  ) : (
    <span class="badge open">open</span>
  )

const metaOf = (session: LeftSession, { names, reader }: Context) => [
  <LeftBadge session={session} />,
  <PullRequest session={session} />,
  session.project_id && names.has(`project:${session.project_id}`) && <Project id={session.project_id} names={names} />,
  session.goal_id && <bdi>{nameOf(names, `goal:${session.goal_id}`)}</bdi>,
  session.time_zone !== reader.time_zone && zoneWords(session.time_zone),
]

/** An unfinished session in a list, with the ends that something speaks for. */
const LeftRow = ({ session, ...context }: Context & { session: LeftSession }) => {
  const { ends, reader, now } = context
  const { clock } = reader
  const path = `/timer/forgotten/${session.id}`
  return (
    <li class={session.status === 'abandoned' ? 'left' : 'left open'} id={`left-${session.id}`}>
      <div>
        <p>
          <RowTitle href={path}>
            <bdi>{leftName(session)}</bdi>
          </RowTitle>{' '}
          <span class="grey small">
            since <Stamp at={session.started_at} time_zone={session.time_zone} clock={clock} now={now} />
          </span>
        </p>
        <RowMeta parts={metaOf(session, context)} />
      </div>
      <div class="actions">
        <EndButtons session={session} ends={ends.get(session.id) ?? []} clock={clock} now={now} where="row" />
        <LinkButton small href={path}>
          Another time
        </LinkButton>
        <form {...sendsFrom('row', `${path}/discard`)}>
          <input type="hidden" name="where" value="row" />
          <input type="hidden" name="seq" value={session.seq} />
          <Button small variant="quiet">
            Discard
          </Button>
        </form>
      </div>
    </li>
  )
}

/** The rows of unfinished sessions. */
export const LeftRows = ({ sessions, ...context }: Context & Pick<LeftList, 'sessions'>) => (
  <Rows ordered data-group="">
    {sessions.map((session) => (
      <LeftRow session={session} {...context} />
    ))}
  </Rows>
)

/** On top of the sessions: what was left running, until the person says when it ended. */
export const LeftRunning = ({ left, reader }: { left: LeftList; reader: Reader }) => {
  if (left.sessions.length === 0) return null
  return (
    <Section
      id="left-running"
      title="Left running"
      summary="counts once you say when it ended"
      aside={left.more && <TextLink href="/timer/forgotten">Show all</TextLink>}
    >
      <LeftRows {...left} reader={reader} />
    </Section>
  )
}

/** The one line that says so elsewhere. */
export const LeftNotice = ({ count }: { count: number }) => {
  if (count === 0) return null
  const many = count > countedLeft ? `More than ${countedLeft} sessions were` : `${count} sessions were`
  return (
    <div class="left-notice">
      <Notice tone="warning">
        <p>
          {count === 1 ? 'A session was' : many} left running and {count === 1 ? 'counts' : 'count'} nowhere yet.{' '}
          <TextLink href="/sessions#left-running">Say when {count === 1 ? 'it' : 'they'} ended</TextLink>
        </p>
      </Notice>
    </div>
  )
}
