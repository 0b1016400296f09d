import type { PropsWithChildren } from 'hono/jsx'
import { type Clock, clockTime } from '../../../functions/lib/text/format'
import { type RunningTimer, runningText, secondsSince } from '../../../functions/lib/time/duration'
import { ActButton, Button, type ButtonAttributes, type ButtonLook } from '../../ui/button'
import { useParts } from '../../ui/uses'

/** Id of the dialog in switch.tsx. */
export const switchDialog = 'timer-switch'

/** Attributes of a form whose answer replaces the bar, with the changed regions of the list. */
export const barForm = (url: string) => ({
  method: 'post' as const,
  action: url,
  'hx-post': url,
  'hx-target': '#timer',
  'hx-swap': 'outerMorph',
})

type Props = { startedAt: number; reader: { time_zone: string; clock: Clock } }

/** On the page of a row with a running timer: its time since `startedAt` (epoch ms), and Stop, else the children. */
export const RunningSince = ({ startedAt, reader, children }: PropsWithChildren<Props>) => (
  <>
    <span class="grey">
      Running since{' '}
      <time datetime={new Date(startedAt).toISOString()}>{clockTime(startedAt, reader.time_zone, reader.clock)}</time>
    </span>
    {children ?? (
      <form {...barForm('/timer/stop')}>
        <Button icon="stop">Stop</Button>
      </form>
    )}
  </>
)

type StartProps = {
  /** Accessible name: `Start again: Reading`. */
  label: string
  again?: string
  project_id?: string
  goal_id?: string
  /** `plan` or `plan/chunk` */
  plan?: string
  title?: string
  /** Text of the form's field; now by default. */
  started_at?: string
  /** Button text; an icon alone by default. */
  words?: string
} & Pick<ButtonLook, 'variant' | 'small'>

/** The form shared by all buttons of a page that start the timer from a row. */
export const PlayForm = () => <form id="play" {...barForm('/timer/start')} />

type PlayProps = {
  /** The id of a session, or another `again` of the start form. */
  of: string
  title: string
  words?: string
  /** Its time is near or has come: the button has words. */
  isNear?: boolean
}

/** A button that starts the timer with the title and the project, goal, plan … of a row. Requires a `PlayForm` in the page. */
export const Play = ({ of, title, words = 'Start', isNear = false }: PlayProps) =>
  useParts()('time') && (
    <StartAct label={`${words}: ${title}`} isNear={isNear} title={words} form="play" name="again" value={of} />
  )

/** The button of a row that starts: an icon, with the word once its time is near. */
export const StartAct = ({ label, isNear, ...rest }: { label: string; isNear: boolean } & ButtonAttributes) =>
  isNear ? (
    <Button small icon="play" aria-label={label} {...rest}>
      Start
    </Button>
  ) : (
    <ActButton icon="play" label={label} {...rest} />
  )

/** Starts the timer like a session. */
export const PlayAgain = ({ id, title }: { id: string; title: string }) => (
  <Play of={id} title={title} words="Start again" />
)

/** Starts the timer and stops the running one. The answer replaces the shell's bar. Nothing where time is off. */
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
  /** Start of the sum beside it (epoch ms), such as the start of a day. */
  from: number
  short?: boolean
}

/** Running time beside a sum that excludes it. client/timer/timer.ts keeps counting. */
export const Running = ({ runs, from, short }: RunningProps) => {
  const seconds = secondsSince(runs, from)
  const word = short ? '' : ' running'
  return (
    <span class="running" data-running-from={from} data-word={word} hidden={seconds < 0}>
      {seconds >= 0 && `+ ${runningText(seconds)}${word}`}
    </span>
  )
}
