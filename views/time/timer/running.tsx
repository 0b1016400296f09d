import { duration } from '../../../functions/lib/format'

/** The running timer at `now`. Instants in epoch ms. */
export type RunningTimer = { started_at: number; now: number }

/** Seconds run since an instant; negative if nothing has run. */
export const secondsSince = (runs: RunningTimer | null, from: number) =>
  runs ? Math.floor((runs.now - Math.max(runs.started_at, from)) / 1000) : -1

type RunningProps = {
  runs: RunningTimer | null
  /** Start of the sum beside it (epoch ms), such as the start of a day. */
  from: number
  short?: boolean
}

/** Running time beside a sum that excludes it. client/timer.ts keeps counting. */
export const Running = ({ runs, from, short }: RunningProps) => {
  const seconds = secondsSince(runs, from)
  const word = short ? '' : ' running'
  return (
    <span class="running" data-running-from={from} data-word={word} hidden={seconds < 0}>
      {seconds >= 0 && `+ ${seconds < 60 ? '0m' : duration(seconds - (seconds % 60))}${word}`}
    </span>
  )
}
