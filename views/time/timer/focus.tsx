import type { Child } from 'hono/jsx'
import type { Shell } from '../../../functions/frame/shell/schema'
import type { User } from '../../../functions/lib/env'
import { clockTime, duration, exactDuration, isoDuration, padded } from '../../../functions/lib/text/format'
import { sessionTitle } from '../../../functions/time/sessions/title'
import {
  breakOf,
  type FocusPlan,
  type FocusState,
  isUnanswered,
  type Rest,
} from '../../../functions/time/timer/focus/state'
import { afterFocusWords, focusOverText, roundName } from '../../../functions/time/timer/focus/words'
import { barForm } from '../../frame/shell/start-button'
import { Button } from '../../ui/button'
import { Module } from '../../ui/reorder'
import { NameLink } from '../../ui/section'
import { ActionLabel } from '../entry/entry'
import type { SessionReader } from '../sessions/row'

const breakNames = { short_break: 'Short break', long_break: 'Long break', paused: 'Paused' }

/**
 * Names a phase: `Short break`, `Round 2 of 4`. A break that the person has not answered yet has the name of its round.
 */
export const phaseName = (focus: FocusState, rest: Rest | null) =>
  focus.phase === 'work' || (rest && isUnanswered(rest))
    ? roundName(focus.round, focus.rounds)
    : breakNames[focus.phase]

/** Message such as `Round 2 is over.` */
const isOverWords = ({ round, rounds }: FocusState) => focusOverText(roundName(round, rounds))

/** Message for the end of a focus. client/timer/countdown.ts shows it before the server does. */
const wordsAtEnd = ({ timer, focus, rest }: Shell, { time_zone, clock }: SessionReader) => {
  if (!focus) return
  if (!timer) return `${phaseName(focus, rest)} is over.`
  const next = afterFocusWords(timer.focus?.stops ? clockTime(focus.endsAt, time_zone, clock) : undefined)
  return `${isOverWords(focus)} ${next}`
}

/** Attributes for client/timer/countdown.ts: the end, and text for the tab's title. */
export const countdownData = (shell: Shell, { preferences }: User) =>
  shell.focus &&
  shell.focus.phase !== 'paused' && {
    'data-ends': shell.focus.endsAt,
    'data-length': shell.focus.seconds,
    'data-asks': shell.focus.isOver ? undefined : wordsAtEnd(shell, preferences),
    'data-phase': phaseName(shell.focus, shell.rest),
    'data-over': shell.focus.isOver ? '' : undefined,
    'data-sound': preferences.focus_sound ? '' : undefined,
  }

/** Classes of the time in the strip, and of the facts after its title. */
export const stripTimeLook =
  'font-strong text-accent whitespace-nowrap md:text-text *:[small]:font-regular *:[small]:text-small'
export const stripFactsLook = 'ml-2 text-grey text-small max-md:hidden'

/** Remaining time: `12m 34s left`, and after the end `+6s`, `+4m 10s`. While a round is paused it does not change. */
export const TimeLeft = ({ focus, now, large }: { focus: FocusState; now: number; large?: boolean }) => {
  const isPaused = focus.phase === 'paused'
  const seconds = isPaused ? focus.seconds : Math.abs(Math.ceil((focus.endsAt - now) / 1000))
  const rest = seconds % 60
  const isShort = focus.isOver && seconds < 60
  return (
    <time
      class={large ? 'figure hero' : stripTimeLook}
      role="timer"
      aria-live="off"
      datetime={isoDuration(seconds)}
      data-left={isPaused ? undefined : ''}
    >
      {focus.isOver && '+'}
      {!isShort && `${duration(seconds - rest)} `}
      <small>{`${isShort ? rest : padded(rest)}s${focus.isOver ? '' : ' left'}`}</small>
    </time>
  )
}

type ActProps = {
  path: string
  id: string
  words: string
  isFirst?: boolean
  isLarge?: boolean
  /** True if it is also in the strip of a phone, where buttons show only their first word. */
  onPhone?: boolean
  domId?: string
  class?: string
}

const Act = ({ path, id, words, isFirst, isLarge, onPhone, domId, class: more }: ActProps) => (
  <form class={more} {...barForm(path)}>
    <input type="hidden" name="id" value={id} />
    <Button
      id={domId}
      small={!isLarge}
      variant={isFirst ? 'primary' : 'plain'}
      aria-label={onPhone ? words : undefined}
    >
      {onPhone ? <ActionLabel does={words} /> : words}
    </Button>
  </form>
)

type AskProps = { focus: FocusState; plan: FocusPlan; id: string }

/** Message that a focus is over. It stays until the person chooses a break, more time or Stop. */
export const FocusOver = ({ focus, plan, id }: AskProps) => (
  <div class="timer-ask" role="alert">
    <p>
      <b>{isOverWords(focus)}</b> {afterFocusWords()}
    </p>
    <div class="actions">
      <Act
        isFirst
        domId="focus"
        path="/timer/focus/break"
        id={id}
        words={`Take a break, ${duration(breakOf(plan).seconds)}`}
      />
      <Act path="/timer/focus/more" id={id} words="5 more minutes" />
      <div>
        <Act path="/timer/focus/go-on" id={id} words="Go on" />
      </div>
    </div>
  </div>
)

type FocusButtonProps = { id?: string; minutes: number; hasKey?: boolean; brief?: boolean; takesLine?: boolean }

/**
 * Button that sets an end for the running timer, or starts a focus. `brief`: one word on a phone. `takesLine`: the
 * line's text becomes the title.
 */
export const FocusButton = ({ id = '', minutes, hasKey, brief, takesLine }: FocusButtonProps) => {
  const words = `Focus ${duration(minutes * 60)}`
  return (
    <form
      class={takesLine ? 'while-idle max-md:[:focus-within+&]:hidden' : undefined}
      {...barForm('/timer/focus')}
      hx-include={takesLine ? '#entry' : undefined}
    >
      <input type="hidden" name="id" value={id} />
      <Button id={hasKey ? 'focus' : undefined} aria-label={brief ? words : undefined}>
        {brief ? <ActionLabel does={words} /> : words}
      </Button>
    </form>
  )
}

const nextWords = ({ phase, rounds, round }: FocusState) =>
  phase === 'long_break' || rounds === 0 ? 'Start again' : `Start round ${round + 1}`

/** Button that pauses a focus. In the strip, Resume replaces it and gets the keyboard focus. */
export const PauseButton = ({ id, onPage }: { id: string; onPage?: boolean }) => (
  <Act path="/timer/focus/pause" id={id} words="Pause" isLarge onPhone={!onPage} domId={onPage ? undefined : 'focus'} />
)

const BreakBehind = ({ plan, id, class: more }: { plan: FocusPlan; id: string; class?: string }) => (
  <Act
    isLarge
    class={more}
    path="/timer/focus/break"
    id={id}
    words={`Take a break, ${duration(breakOf(plan).seconds)}`}
  />
)

/** Actions that continue after a break or a pause, or end it. */
const waysOn = (focus: FocusState) =>
  focus.phase === 'paused'
    ? { on: { path: '/timer/focus/resume', words: 'Resume' }, end: 'End' }
    : {
        on: { path: '/timer/focus/next', words: nextWords(focus) },
        end: focus.isOver ? 'Done' : 'End break',
      }

/** Actions during a break or a pause, on the timer's page. */
export const BreakActions = ({ focus, rest, rest: { id } }: { focus: FocusState; rest: Rest }) => (
  <>
    <Act {...waysOn(focus).on} id={id} isFirst isLarge />
    {rest.focus && isUnanswered(rest) && <BreakBehind plan={rest.focus} id={id} />}
    <Act path="/timer/focus/end-break" id={id} words={waysOn(focus).end} isLarge />
  </>
)

type BreakProps = { shell: Shell; user: User; rest: Rest; focus: FocusState; poll: Child }

/** Bar of a break or a pause, in which no session runs: the remaining time, and buttons for the next step. */
export const BreakBar = ({ shell, user, rest, focus, poll }: BreakProps) => {
  const { time_zone, clock } = user.preferences
  const { on, end } = waysOn(focus)
  const isPaused = focus.phase === 'paused'
  const name = phaseName(focus, rest)
  const asked = isUnanswered(rest) ? rest.focus : null
  return (
    <section
      class="timer"
      id="timer"
      aria-label={isPaused ? 'Pause' : asked ? 'Focus' : 'Break'}
      data-now={shell.now}
      data-tab={isPaused ? `${exactDuration(focus.seconds)} ${name}` : undefined}
      {...countdownData(shell, user)}
    >
      {poll}
      <Module name="countdown" />
      <p class="timer-what">
        <NameLink href="/timer" name={isPaused ? sessionTitle(rest) : focus.isOver ? `${name} is over` : name} />{' '}
        {isPaused && (
          <>
            {/* A phone has it below the title. */}
            <br class="md:hidden" />
            <small class="grey">{name}</small>{' '}
          </>
        )}
        <span class={stripFactsLook}>
          {isPaused
            ? `${focus.rounds > 0 ? `· ${roundName(focus.round, focus.rounds)} ` : ''}· since ${clockTime(rest.ended_at, time_zone, clock)}`
            : `${asked ? `${duration(asked.work + asked.more)}, ` : ''}${focus.isOver ? 'ended at' : 'until'} ${clockTime(focus.endsAt, time_zone, clock)}`}
        </span>
      </p>
      <TimeLeft focus={focus} now={shell.now} />
      <div class="timer-acts">
        <Act isLarge onPhone isFirst={focus.isOver} {...on} id={rest.id} domId="focus" />
        {asked && <BreakBehind class="max-md:hidden" plan={asked} id={rest.id} />}
        <Act onPhone isLarge path="/timer/focus/end-break" id={rest.id} words={end} />
      </div>
    </section>
  )
}
