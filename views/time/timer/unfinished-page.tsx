import type { User } from '../../../functions/lib/env'
import type { Draft } from '../../../functions/lib/http/form'
import { pathTo } from '../../../functions/lib/http/path-to'
import { exactDuration, longDate } from '../../../functions/lib/text/format'
import { dayOf, localDateTime } from '../../../functions/lib/time/days'
import { zoneWords } from '../../../functions/time/sessions/words'
import type { EndForm, EndOption, UnfinishedSession } from '../../../functions/time/timer/unfinished/schema'
import { unfinishedName } from '../../../functions/time/timer/unfinished/schema'
import { Actions, Button, LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Field } from '../../ui/field'
import { draftFields, EditForm, ErrorSummary, Fields } from '../../ui/form'
import { PageHead, RowMeta, Section, Stack } from '../../ui/section'
import { EndButtons, LocalTime, PullRequest, UnfinishedBadge, type UnfinishedList, UnfinishedRows } from './unfinished'

type PageProps = {
  session: UnfinishedSession
  ends: EndOption[]
  user: User
  now: number
  draft?: Draft<EndForm>
}

const statusText = ({ session, user, now }: PageProps) => {
  const { clock } = user.preferences
  const time = { time_zone: session.time_zone, clock, now }
  if (session.status === 'abandoned' && session.ended_at !== null) {
    return (
      <>
        Started <LocalTime at={session.started_at} {...time} />. No end was known by{' '}
        <LocalTime at={session.ended_at} {...time} />, so it isn’t counted until you set one.
      </>
    )
  }
  const running = exactDuration(Math.floor((now - session.started_at) / 1000))
  return (
    <>
      Started <LocalTime at={session.started_at} {...time} />, {running} ago, and{' '}
      {session.source === 'timer' ? 'runs' : 'has no end yet; the browser extension may still report it'}.
    </>
  )
}

const OtherTime = ({ session, draft }: PageProps) => {
  const start = localDateTime(session.started_at, session.time_zone)
  const field = draftFields({ date: dayOf(session.started_at, session), ended_at: '' }, draft, 'end')
  return (
    <EditForm label="Another time" action={pathTo`/timer/forgotten/${session.id}/settle`}>
      <ErrorSummary errors={draft?.errors.seq} />
      <input type="hidden" name="seq" value={session.seq} />
      <Fields>
        <Field
          label="Ended"
          placeholder="17:30"
          autocomplete="off"
          spellcheck={false}
          hint={`Started at ${start.time.slice(0, 5)}, ${zoneWords(session.time_zone)}`}
          {...field('ended_at')}
        />
        <Field label="Date" type="date" isPast {...field('date')} />
      </Fields>
      <Actions>
        <Button>Save end</Button>
      </Actions>
    </EditForm>
  )
}

const ActionForm = ({ session, path, children }: { session: UnfinishedSession; path: string; children: string }) => (
  <form method="post" action={pathTo`/timer/forgotten/${session.id}/${path}`}>
    <input type="hidden" name="seq" value={session.seq} />
    <Button variant={path === 'discard' ? 'danger' : 'plain'} icon={path === 'discard' ? 'trash' : 'play'}>
      {children}
    </Button>
  </form>
)

const RunningActions = ({ session }: { session: UnfinishedSession }) => {
  if (session.source !== 'timer') return null
  if (session.status === 'abandoned') {
    return (
      <ActionForm session={session} path="resume">
        Keep running
      </ActionForm>
    )
  }
  return (
    <form method="post" action="/timer/forgotten/answer">
      <input type="hidden" name="id" value={session.id} />
      <input type="hidden" name="seq" value={session.seq} />
      <Button>Still working</Button>
    </form>
  )
}

export const UnfinishedPage = (props: PageProps) => {
  const { session, ends, user, now, draft } = props
  const today = dayOf(now, session)
  return (
    <>
      <PageHead
        title={<bdi>{unfinishedName(session)}</bdi>}
        summary={longDate(dayOf(session.started_at, session), today)}
      />
      <Stack>
        <RowMeta parts={[<UnfinishedBadge session={session} />, PullRequest({ session })]} />
        <p>{statusText(props)}</p>
        <Actions>
          <RunningActions session={session} />
          <ActionForm session={session} path="discard">
            Discard
          </ActionForm>
        </Actions>
      </Stack>
      <Section id="ends" title="When did it end?" summary="each can be undone">
        {ends.length > 0 && !draft && (
          <div class="actions">
            <EndButtons session={session} ends={ends} clock={user.preferences.clock} now={now} />
          </div>
        )}
        <OtherTime {...props} />
      </Section>
    </>
  )
}

type ListPageProps = { unfinished: UnfinishedList; next?: string; user: User }

export const UnfinishedListPage = ({ unfinished, next, user }: ListPageProps) => (
  <>
    <PageHead title="Left running" summary="not counted until you set an end" />
    {unfinished.sessions.length > 0 ? (
      <UnfinishedRows {...unfinished} reader={user.preferences} />
    ) : (
      <Empty title="Nothing was left running" actions={<LinkButton href="/sessions">Sessions</LinkButton>}>
        Timers left running for 24 hours, or confirmed for 72, wait here until you set when they ended.
      </Empty>
    )}
    {next && <LinkButton href={next}>Show earlier</LinkButton>}
  </>
)
