import type { Child } from 'hono/jsx'
import type { User } from '../../functions/lib/env'
import type { SubjectNames } from '../../functions/sessions/list/page'
import type { ListedSession } from '../../functions/sessions/schema'
import type { Shell } from '../../functions/shell/queries'
import { SessionRow } from '../sessions/row'
import { Button, LinkButton } from '../ui/button'
import { Empty } from '../ui/empty'
import { Notice } from '../ui/notice'
import { Rows } from '../ui/rows'
import { PageHead, Section, TextLink } from '../ui/section'
import { shownTitle } from './bar'

type PageProps = {
  shell: Shell
  user: User
  form: Child
  recent: ListedSession[]
  names: SubjectNames
}

const TimerActions = ({ id }: { id: string }) => (
  <>
    <form method="post" action="/timer/stop">
      <input type="hidden" name="id" value={id} />
      <Button icon="stop">Stop</Button>
    </form>
    <LinkButton href="/timer/switch">Switch</LinkButton>
    <form method="post" action="/timer/discard">
      <input type="hidden" name="id" value={id} />
      <Button variant="quiet">Discard</Button>
    </form>
  </>
)

/** The timer's form above recent sessions. All of it follows the bar, except a form with typed input. */
export const TimerPage = ({ shell: { timer }, user, form, recent, names }: PageProps) => (
  <div id="timer-page">
    {/* Outside the swapped content, as in views/ui/live.tsx. */}
    <div hidden hx-get="/timer" hx-trigger="timer-changed from:body" hx-target="#timer-page" hx-swap="outerMorph" />
    <PageHead
      title={timer ? <bdi>{shownTitle(timer)}</bdi> : 'Timer'}
      summary={timer ? 'running' : 'nothing running'}
      actions={timer && <TimerActions id={timer.id} />}
    />
    <div id="timer-form" data-keep>
      {timer?.isElsewhere ? (
        <Notice>
          <p>Show all organizations to edit it.</p>
        </Notice>
      ) : (
        form
      )}
    </div>
    <Section id="recent" title="Recent sessions" aside={<TextLink href="/sessions">All sessions</TextLink>}>
      {recent.length > 0 ? (
        <Rows ordered>
          {recent.map((session) => (
            <SessionRow session={session} names={names} reader={user.preferences} showDay plain />
          ))}
        </Rows>
      ) : (
        <Empty title="No sessions yet" level={3}>
          Your tracked sessions appear here.
        </Empty>
      )}
    </Section>
  </div>
)
