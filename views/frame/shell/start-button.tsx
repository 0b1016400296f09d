import type { PropsWithChildren } from 'hono/jsx'
import { type Clock, clockTime } from '../../../functions/lib/text/format'
import { type RunningTimer, runningText, secondsSince } from '../../../functions/lib/time/duration'
import { ActButton, Button, type ButtonAttributes, type ButtonLook } from '../../ui/button'
import { useParts } from '../../ui/uses'

/** Id of the dialog in switch.tsx. */
export const switchDialogId = 'timer-switch'

/** Id of the form in the timer bar that stops its timer. Stop buttons elsewhere in a page submit it, with the timer's id. */
export const stopFormId = 'stop-timer'

/** Attributes of a form whose response replaces the timer bar and the changed regions of the list. */
export const barForm = (url: string) => ({
  method: 'post' as const,
  action: url,
  'hx-post': url,
  'hx-target': '#timer',
  'hx-swap': 'outerMorph',
})

type Props = { startedAt: number; reader: { time_zone: string; clock: Clock } }

/**
 * On the page of a row with a running timer: its time since `startedAt` (epoch ms) and a Stop button. Otherwise shows
 * the children.
 */
export const RunningSince = ({ startedAt, reader, children }: PropsWithChildren<Props>) => (
  <>
    <span class="grey" data-running>
      Running since{' '}
      <time datetime={new Date(startedAt).toISOString()}>{clockTime(startedAt, reader.time_zone, reader.clock)}</time>
    </span>
    {children ?? (
      <Button icon="stop" form={stopFormId}>
        Stop
      </Button>
    )}
  </>
)

type StartProps = {
  /** Accessible name: `Start again: Reading`. */
  label: string
  again?: string
  project_id?: string
  goal_id?: string
  /** `plan` or `plan/chunk`. */
  plan?: string
  title?: string
  /** Typed start; by default now. */
  started_at?: string
  /** Button text; by default only an icon. */
  words?: string
} & Pick<ButtonLook, 'variant' | 'small'>

/** The form shared by all buttons of a page that start the timer from a row. */
export const PlayForm = () => <form id="play" {...barForm('/timer/start')} />

type PlayProps = {
  /** Id of a session, or another value of `again` in the start form. */
  of: string
  title: string
  words?: string
  /** True if its time is near or has come: the button then has text. */
  isNear?: boolean
}

/** Button that starts the timer with the title and filing of a row. Requires a `PlayForm` in the page. */
export const Play = ({ of, title, words = 'Start', isNear = false }: PlayProps) =>
  useParts()('time') && (
    <StartIconButton label={`${words}: ${title}`} isNear={isNear} title={words} form="play" name="again" value={of} />
  )

/** Start button of a row: an icon, with text once its time is near. */
export const StartIconButton = ({ label, isNear, ...rest }: { label: string; isNear: boolean } & ButtonAttributes) =>
  isNear ? (
    <Button small icon="play" aria-label={label} {...rest}>
      Start
    </Button>
  ) : (
    <ActButton icon="play" label={label} {...rest} />
  )

/** Button that starts the timer with the values of a session. */
export const RepeatButton = ({ id, title }: { id: string; title: string }) => (
  <Play of={id} title={title} words="Start again" />
)

/**
 * Button that starts the timer and stops the running one. The response replaces the timer bar. Hidden if the time
 * feature is off.
 */
export const StartButton = ({ label, words, variant, small, ...fields }: StartProps) =>
  useParts()('time') && (
    <form {...barForm('/timer/start')}>
      {Object.entries(fields).map(([name, value]) => value && <input type="hidden" name={name} value={value} />)}
      {words ? (
        <Button icon="play" variant={variant} small={small} aria-label={label === words ? undefined : label}>
          {words}
        </Button>
      ) : (
        <ActButton icon="play" label={label} />
      )}
    </form>
  )

type RunningProps = {
  runs: RunningTimer | null
  /** Start of the sum next to it (epoch ms), such as the start of a day. */
  from: number
  short?: boolean
}

/** Running time next to a sum that excludes it; client/timer/timer.ts updates it. */
export const RunningDuration = ({ runs, from, short }: RunningProps) => {
  const seconds = secondsSince(runs, from)
  const word = short ? '' : ' running'
  return (
    <span
      class="font-strong text-accent whitespace-nowrap"
      data-running-from={from}
      data-word={word}
      hidden={seconds < 0}
    >
      {seconds >= 0 && `+ ${runningText(seconds)}${word}`}
    </span>
  )
}
