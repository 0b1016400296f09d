import type { SubjectNames } from '../../functions/sessions/list/page'
import { unfinishedCountLimit } from '../../functions/timer/unfinished/abandon'
import type { EndOption, UnfinishedSession } from '../../functions/timer/unfinished/schema'
import { PullLink } from '../pulls'
import { Project, type Reader, TaskName } from '../sessions/row'
import { nameOf, zoneWords } from '../sessions/words'
import { Badge } from '../ui/badge'
import { Button, LinkButton } from '../ui/button'
import { Notice } from '../ui/notice'
import { RowMeta, Rows, RowTitle } from '../ui/rows'
import { Section, TextLink } from '../ui/section'
import { actionForm, EndButtons, LocalTime } from './end-options'

type NamedSession = Pick<UnfinishedSession, 'title' | 'repo_owner' | 'repo_name' | 'pr_number'>

/** `acme/web#12`, or null without a pull request. */
const pullRequestOf = ({ repo_owner, repo_name, pr_number }: NamedSession) =>
  repo_owner === null || pr_number === null ? null : `${repo_owner}/${repo_name}#${pr_number}`

export const unfinishedName = (session: NamedSession) => session.title || (pullRequestOf(session) ?? 'Untitled session')

export type UnfinishedList = {
  sessions: UnfinishedSession[]
  ends: Map<string, EndOption[]>
  names: SubjectNames
  hasMore: boolean
  now: number
}

type RowContext = Pick<UnfinishedList, 'ends' | 'names'> & { reader: Reader; now: number }

export const PullRequest = ({ session }: { session: UnfinishedSession }) => {
  const name = pullRequestOf(session)
  return name ? <PullLink pull={session} label={session.title === '' ? 'Pull request' : name} /> : null
}

export const UnfinishedBadge = ({ session }: { session: UnfinishedSession }) =>
  session.status === 'abandoned' ? (
    <Badge tone="warning" icon="alert">
      not counted
    </Badge>
  ) : (
    <span class="badge open">open</span>
  )

const metaOf = (session: UnfinishedSession, { names, reader }: RowContext) => [
  <UnfinishedBadge session={session} />,
  <PullRequest session={session} />,
  session.project_id && names.has(`project:${session.project_id}`) && <Project id={session.project_id} names={names} />,
  session.goal_id && <bdi>{nameOf(names, `goal:${session.goal_id}`)}</bdi>,
  session.task_id && <TaskName session={session} names={names} />,
  session.time_zone !== reader.time_zone && zoneWords(session.time_zone),
]

const UnfinishedRow = ({ session, ...context }: RowContext & { session: UnfinishedSession }) => {
  const { ends, reader, now } = context
  const { clock } = reader
  const path = `/timer/forgotten/${session.id}`
  return (
    <li class={session.status === 'abandoned' ? 'left' : 'left open'} id={`left-${session.id}`}>
      <div>
        <p>
          <RowTitle href={path}>
            <bdi>{unfinishedName(session)}</bdi>
          </RowTitle>{' '}
          <span class="grey small">
            since <LocalTime at={session.started_at} time_zone={session.time_zone} clock={clock} now={now} />
          </span>
        </p>
        <RowMeta parts={metaOf(session, context)} />
      </div>
      <div class="actions">
        <EndButtons session={session} ends={ends.get(session.id) ?? []} clock={clock} now={now} where="row" />
        <LinkButton small href={path}>
          Another time
        </LinkButton>
        <form {...actionForm('row', `${path}/discard`)}>
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

export const UnfinishedRows = ({ sessions, ...context }: RowContext & Pick<UnfinishedList, 'sessions'>) => (
  <Rows ordered data-group="">
    {sessions.map((session) => (
      <UnfinishedRow session={session} {...context} />
    ))}
  </Rows>
)

export const UnfinishedSection = ({ unfinished, reader }: { unfinished: UnfinishedList; reader: Reader }) => {
  if (unfinished.sessions.length === 0) return null
  return (
    <Section
      id="left-running"
      title="Left running"
      summary="not counted until you set an end"
      aside={unfinished.hasMore && <TextLink href="/timer/forgotten">Show all</TextLink>}
    >
      <UnfinishedRows {...unfinished} reader={reader} />
    </Section>
  )
}

export const UnfinishedNotice = ({ count }: { count: number }) => {
  if (count === 0) return null
  const many =
    count > unfinishedCountLimit ? `More than ${unfinishedCountLimit} sessions were` : `${count} sessions were`
  return (
    <div class="left-notice">
      <Notice tone="warning">
        <p>
          {count === 1 ? 'A session was' : many} left running and {count === 1 ? 'isn’t' : 'aren’t'} counted yet.{' '}
          <TextLink href="/sessions#left-running">Set when {count === 1 ? 'it' : 'they'} ended</TextLink>
        </p>
      </Notice>
    </div>
  )
}
