import { pathTo } from '../../../functions/lib/http/path-to'
import type { Preferences } from '../../../functions/lib/preferences'
import { clockTime, shortDate } from '../../../functions/lib/text/format'
import { localDateTime } from '../../../functions/lib/time/days'
import type { SubjectNames } from '../../../functions/time/sessions/list/page'
import { subjectName, zoneWords } from '../../../functions/time/sessions/words'
import { unfinishedCountLimit } from '../../../functions/time/timer/unfinished/abandon'
import type { EndOption, EndOptionKind, UnfinishedSession } from '../../../functions/time/timer/unfinished/schema'
import { pullRequestOf, unfinishedName } from '../../../functions/time/timer/unfinished/schema'
import { barForm } from '../../frame/shell/start-button'
import { Badge, Button, LinkButton, Notice } from '../../ui/button'
import { Duration } from '../../ui/figure'
import { classes } from '../../ui/icon'
import { PullLink } from '../../ui/pulls'
import { RowList, RowMeta, RowTitle, Section, TextLink } from '../../ui/section'
import { Project, type SessionReader, TaskName } from '../sessions/row'

const evidenceText: Record<EndOptionKind, string> = {
  page: 'when you last viewed a page',
  earlier_page: 'when you viewed a page earlier',
  app: 'at the last app usage',
  next_timer: 'when the next timer started',
  pull_request: 'at your last pull-request activity',
  answer: 'when you last confirmed it',
}

type LocalTimeProps = { time_zone: string; clock: Preferences['clock']; now: number }

/** An instant in a zone; with its date unless it is today. */
export const LocalTime = ({ at, time_zone, clock, now }: LocalTimeProps & { at: number }) => {
  const { date } = localDateTime(at, time_zone)
  const { date: today } = localDateTime(now, time_zone)
  return (
    <time datetime={new Date(at).toISOString()}>
      {date !== today && `${shortDate(date, today)}, `}
      {clockTime(at, time_zone, clock)}
    </time>
  )
}

/** Attributes of a form. The response replaces the row or the bar; on a page the browser follows the redirect. */
export const actionForm = (where: 'row' | 'bar' | undefined, action: string) => ({
  method: 'post' as const,
  action,
  ...(where === 'bar' && barForm(action)),
  ...(where === 'row' && {
    'hx-post': action,
    'hx-target': 'closest li',
    'hx-swap': 'outerHTML swapEmpty:true',
  }),
})

type EndButtonsProps = {
  session: { id: string; seq: number; time_zone: string }
  ends: EndOption[]
  clock: Preferences['clock']
  now: number
  where?: 'row' | 'bar'
}

export const EndButtons = ({ session, ends, clock, now, where }: EndButtonsProps) => (
  <>
    {ends.map(({ kind, at, seconds }, index) => (
      <form
        {...actionForm(where, pathTo`/timer/forgotten/${session.id}/settle`)}
        class={where === 'bar' && index > 0 ? 'max-lg:hidden' : undefined}
      >
        {where && <input type="hidden" name="where" value={where} />}
        <input type="hidden" name="seq" value={session.seq} />
        <input type="hidden" name="ended_at" value={new Date(at).toISOString()} />
        <Button small class="py-1 text-start whitespace-normal">
          <span>
            Ended <LocalTime at={at} time_zone={session.time_zone} clock={clock} now={now} />, {evidenceText[kind]} ·{' '}
            <Duration seconds={seconds} />
          </span>
        </Button>
      </form>
    ))}
  </>
)

export type UnfinishedList = {
  sessions: UnfinishedSession[]
  ends: Map<string, EndOption[]>
  names: SubjectNames
  hasMore: boolean
  now: number
}

type RowContext = Pick<UnfinishedList, 'ends' | 'names'> & { reader: SessionReader; now: number }

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
    <span class="badge border border-current border-dashed">open</span>
  )

const metaOf = (session: UnfinishedSession, { names, reader }: RowContext) => [
  <UnfinishedBadge session={session} />,
  session.time_zone !== reader.time_zone && zoneWords(session.time_zone),
  PullRequest({ session }),
  session.project_id && names.has(`project:${session.project_id}`) && <Project id={session.project_id} names={names} />,
  session.goal_id && <bdi>{subjectName(names, `goal:${session.goal_id}`)}</bdi>,
  session.task_id && <TaskName session={session} names={names} />,
]

/** A dashed edge marks a session without an end. */
const openEdge = 'border-l-2 border-l-line-firm pl-3 [border-left-style:dashed]'

const UnfinishedRow = ({ session, ...context }: RowContext & { session: UnfinishedSession }) => {
  const { ends, reader, now } = context
  const { clock } = reader
  const path = pathTo`/timer/forgotten/${session.id}`
  return (
    <li class={classes('grid-cols-1 gap-2', session.status !== 'abandoned' && openEdge)} id={`left-${session.id}`}>
      <div>
        <p>
          <RowTitle href={path} name={unfinishedName(session)} />{' '}
          <span class="grey text-small">
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
  <RowList ordered data-group="" rows={sessions} item={(session) => <UnfinishedRow session={session} {...context} />} />
)

export const UnfinishedSection = ({ unfinished, reader }: { unfinished: UnfinishedList; reader: SessionReader }) => {
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
    <div class="mb-4">
      <Notice tone="warning">
        <p>
          {count === 1 ? 'A session was' : many} left running and {count === 1 ? 'isn’t' : 'aren’t'} counted yet.{' '}
          <TextLink href="/sessions#left-running">Set when {count === 1 ? 'it' : 'they'} ended</TextLink>
        </p>
      </Notice>
    </div>
  )
}
