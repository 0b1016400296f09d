import type { Child } from 'hono/jsx'
import type { Shell } from '../../../functions/frame/shell/schema'
import type { ShownTimer } from '../../../functions/frame/shell/shown-timer'
import type { User } from '../../../functions/lib/env'
import { pathTo } from '../../../functions/lib/http/path-to'
import { clockTime, duration, isoDuration, padded } from '../../../functions/lib/text/format'
import { dayOf } from '../../../functions/lib/time/days'
import type { SubjectNames } from '../../../functions/time/sessions/list/page'
import type { ListedSession } from '../../../functions/time/sessions/schema'
import { sessionTitle } from '../../../functions/time/sessions/title'
import type { CheckIn } from '../../../functions/time/timer/unfinished/check-in'
import { barForm, stopFormId, switchDialogId } from '../../frame/shell/start-button'
import { Button, LinkButton, Notice } from '../../ui/button'
import { Icon, type IconName, ProjectMark } from '../../ui/icon'
import { MenuLink } from '../../ui/item'
import { Module } from '../../ui/reorder'
import { NameLink, PageHead, TextLink } from '../../ui/section'
import { LatestSessions } from '../sessions/row'
import {
  BreakActions,
  BreakBar,
  countdownData,
  FocusButton,
  FocusOver,
  PauseButton,
  phaseName,
  stripFactsLook,
  stripTimeLook,
  TimeLeft,
} from './focus'
import { actionForm, EndButtons, LocalTime } from './unfinished'

/** Maximum number of end options in the bar; the page shows all. */
const barOptionsLimit = 2

type CheckInProps = { checkIn: CheckIn; user: User; now: number }

/** Asks in the timer bar whether the timer should still run. It never ends by itself. */
const StillWorking = ({ checkIn: { timer, ends }, user, now }: CheckInProps) => {
  const { clock, time_zone } = user.preferences
  const seconds = Math.floor((now - timer.started_at) / 60_000) * 60
  return (
    <div class="timer-ask">
      <p>
        <b>Still working?</b> Running since{' '}
        <LocalTime at={timer.started_at} time_zone={time_zone} clock={clock} now={now} />, {duration(seconds)}.
      </p>
      <div class="actions">
        <form {...actionForm('bar', '/timer/forgotten/answer')}>
          <input type="hidden" name="where" value="bar" />
          <input type="hidden" name="id" value={timer.id} />
          <input type="hidden" name="seq" value={timer.seq} />
          <Button small>Yes</Button>
        </form>
        <LinkButton small variant="quiet" href={pathTo`/timer/forgotten/${timer.id}`}>
          Another time
        </LinkButton>
        <EndButtons session={timer} ends={ends.slice(0, barOptionsLimit)} clock={clock} now={now} where="bar" />
      </div>
    </div>
  )
}

type BarProps = { shell: Shell; user: User }

const Since = ({ shell, user, at }: BarProps & { at: number }) => (
  <LocalTime at={at} time_zone={user.preferences.time_zone} clock={user.preferences.clock} now={shell.now} />
)

/** Elapsed time, updated by client/timer/timer.ts. Screen readers read it only on focus. */
const Counting = ({ startedAt, now, large }: { startedAt: number; now: number; large?: boolean }) => {
  const seconds = Math.max(0, Math.floor((now - startedAt) / 1000))
  const rest = seconds % 60
  return (
    <time
      class={large ? 'figure hero' : stripTimeLook}
      role="timer"
      aria-live="off"
      datetime={isoDuration(seconds)}
      data-count
    >
      {duration(seconds - rest)} <small>{padded(rest)}s</small>
    </time>
  )
}

/** Where client/offline/strip.ts says that the end of the timer waits to be sent. */
const StopWaits = () => <span class="text-grey text-small" data-stop-waits />

/** Polls for changes. It is outside the bar's content, because htmx rewires an element when its URL changes. */
const Poll = ({ version }: { version: string }) => (
  <div
    hidden
    hx-get={`/timer/live?v=${version}`}
    hx-trigger="every 30s, sessions-changed from:body, timer-stale from:body"
    hx-target="#timer"
    hx-swap="outerMorph"
  />
)

/** Title of a timer; hidden if the timer belongs to another organization than the page. */
export const shownTitle = (timer: ShownTimer) =>
  timer.isElsewhere ? 'Timer of another organization' : sessionTitle(timer)

type RunningProps = BarProps & { timer: ShownTimer }

const Running = ({ shell, user, timer }: RunningProps) => {
  const round = shell.focus && phaseName(shell.focus, null)
  const showsRound = round !== null && round !== shownTitle(timer)
  return (
    <section
      class="timer"
      id="timer"
      aria-label="Running timer"
      data-now={shell.now}
      data-started-at={timer.started_at}
      data-title={shownTitle(timer)}
      data-elsewhere={timer.isElsewhere ? '' : undefined}
      data-idle={user.preferences.idle_minutes || undefined}
      {...countdownData(shell, user)}
    >
      <Poll version={shell.version} />
      {shell.focus && <Module name="countdown" />}
      {user.preferences.idle_minutes > 0 && <Module name="idle" />}
      <ProjectMark class="mr-0 max-md:hidden" color={timer.isElsewhere ? null : timer.project?.color} />
      <p class="timer-what">
        <NameLink href="/timer" name={shownTitle(timer)} />{' '}
        {showsRound && (
          <>
            {/* A phone has it below the title. */}
            <br class="md:hidden" />
            <small class="grey">{round}</small>{' '}
          </>
        )}
        <span class={stripFactsLook}>
          {showsRound && '· '}
          {timer.project && !timer.isElsewhere && (
            <>
              <bdi>{timer.project.name}</bdi> ·{' '}
            </>
          )}
          {timer.plan_title !== null && !timer.isElsewhere && timer.plan_title !== shownTitle(timer) && (
            <>
              <bdi>{timer.plan_title}</bdi> ·{' '}
            </>
          )}
          since <Since shell={shell} user={user} at={timer.started_at} />
        </span>
      </p>
      <StopWaits />
      {shell.focus ? (
        <TimeLeft focus={shell.focus} now={shell.now} />
      ) : (
        <Counting startedAt={timer.started_at} now={shell.now} />
      )}
      <div class="timer-acts">
        <form id={stopFormId} {...barForm('/timer/stop')}>
          <input type="hidden" name="id" value={timer.id} />
          <Button icon="stop" id="timer-stop">
            Stop
          </Button>
        </form>
        <LinkButton class="max-md:hidden" href="/timer/switch" data-opens={switchDialogId} aria-haspopup="dialog">
          Switch
        </LinkButton>
        {shell.focus && !shell.focus.isOver && <PauseButton id={timer.id} />}
        {!shell.focus && <FocusButton hasKey brief id={timer.id} minutes={user.preferences.focus_minutes} />}
        <form class="max-md:hidden" {...barForm('/timer/discard')}>
          <input type="hidden" name="id" value={timer.id} />
          <Button variant="quiet">Discard</Button>
        </form>
      </div>
      {shell.focus?.isOver && timer.focus && <FocusOver focus={shell.focus} plan={timer.focus} id={timer.id} />}
      {shell.checkIn && !shell.focus?.isOver && <StillWorking checkIn={shell.checkIn} user={user} now={shell.now} />}
    </section>
  )
}

/** Bar of the running timer. Without a timer it is empty, because Start is in the navigation. */
export const TimerBar = (props: BarProps) => {
  const { timer, now, version, rest, focus } = props.shell
  if (timer) return <Running {...props} timer={timer} />
  if (rest && focus) return <BreakBar {...props} rest={rest} focus={focus} poll={<Poll version={version} />} />
  return (
    <section class="timer idle" id="timer" aria-label="No timer running" data-now={now}>
      <Poll version={version} />
    </section>
  )
}

export const TimerPart = (props: BarProps) => (
  <hx-partial hx-target="#timer" hx-swap="outerMorph">
    <TimerBar {...props} />
  </hx-partial>
)

type PageProps = BarProps & {
  form: Child
  recent: ListedSession[]
  names: SubjectNames
}

const TimerActions = ({ id, focus, minutes }: { id: string; focus: Shell['focus']; minutes: number }) => (
  <>
    <form method="post" action="/timer/stop">
      <input type="hidden" name="id" value={id} />
      <Button variant="primary" icon="stop">
        Stop
      </Button>
    </form>
    {focus ? !focus.isOver && <PauseButton id={id} onPage /> : <FocusButton id={id} minutes={minutes} />}
  </>
)

type MenuActProps = { path: string; id: string; label: string; icon: IconName; danger?: boolean }

const MenuAct = ({ path, id, label, icon, danger }: MenuActProps) => (
  <form {...barForm(path)}>
    <input type="hidden" name="id" value={id} />
    <button type="submit" class={danger ? 'bad' : undefined}>
      <Icon name={icon} />
      {label}
    </button>
  </form>
)

const TimerMenu = ({ id, focus }: { id: string; focus: Shell['focus'] }) => (
  <>
    <MenuLink icon="right" label="Switch" href="/timer/switch" />
    {focus && !focus.isOver && <MenuAct path="/timer/focus/more" id={id} label="5 more minutes" icon="clock" />}
    <MenuAct path="/timer/discard" id={id} label="Discard" icon="trash" danger />
  </>
)

/** Button that starts the timer where the last session ended, unless that is too long ago. */
const StartAtLastEnd = ({ shell: { lastEnd }, user: { preferences } }: BarProps) =>
  lastEnd === null ? null : (
    <form class="mt-2" {...barForm('/timer/start')}>
      <input type="hidden" name="since" value="last_end" />
      <Button small class="whitespace-normal">
        <span>
          Start from {clockTime(lastEnd, preferences.time_zone, preferences.clock)}, when your last session ended
        </span>
      </Button>
    </form>
  )

/**
 * A calm page of the running timer, whose details open below; else the line above recent sessions. It is refreshed with the bar, except a form with typed
 * input.
 */
export const TimerPage = ({ shell, user, form, recent, names }: PageProps) => {
  const { timer, rest, focus } = shell
  const isPaused = focus?.phase === 'paused'
  const named = timer ? shownTitle(timer) : isPaused && rest?.title
  const name = named ? <bdi>{named}</bdi> : focus ? phaseName(focus, rest) : 'Timer'
  return (
    <div id="timer-page">
      {/* Outside the swapped content, as in views/ui/live.tsx. */}
      <div hidden hx-get="/timer" hx-trigger="timer-changed from:body" hx-target="#timer-page" hx-swap="outerMorph" />
      {(timer ?? focus) && (
        <p>
          {focus ? (
            <TimeLeft focus={focus} now={shell.now} large />
          ) : (
            timer && <Counting startedAt={timer.started_at} now={shell.now} large />
          )}
        </p>
      )}
      <PageHead
        title={name}
        summary={timer ? undefined : isPaused && named ? 'paused' : 'nothing running'}
        facts={[
          timer && focus && phaseName(focus, null),
          timer && (
            <>
              <span data-running>
                running since <Since shell={shell} user={user} at={timer.started_at} />
              </span>
              <StopWaits />
            </>
          ),
        ]}
        acts={
          timer ? (
            <TimerActions id={timer.id} focus={focus} minutes={user.preferences.focus_minutes} />
          ) : (
            rest && focus && <BreakActions focus={focus} rest={rest} />
          )
        }
        more={timer && <TimerMenu id={timer.id} focus={focus} />}
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
      {!timer && !rest && (
        <div class="mt-2">
          <FocusButton hasKey minutes={user.preferences.focus_minutes} />
        </div>
      )}
      {!timer && <StartAtLastEnd shell={shell} user={user} />}
      {!timer && !rest && (
        <LatestSessions
          id="recent"
          sessions={recent}
          names={names}
          reader={user.preferences}
          today={dayOf(shell.now, user.preferences)}
          aside={<TextLink href="/sessions">All sessions</TextLink>}
        />
      )}
    </div>
  )
}
