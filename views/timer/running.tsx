import { duration } from '../../functions/lib/format'

/** What runs, seen at an instant. Instants in epoch ms. */
export type RunningTimer = { started_at: number; now: number }

/** The seconds that have run since an instant; negative where nothing has. */
export const secondsSince = (runs: RunningTimer | null, from: number) =>
  runs ? Math.floor((runs.now - Math.max(runs.started_at, from)) / 1000) : -1

type RunningProps = {
  runs: RunningTimer | null
  /** The instant from which the sum beside it counts, such as the start of its day. */
  from: number
  /** Leave out the word. */
  short?: boolean
}

/** The running time beside a sum that does not have it yet; client/timer.ts counts it on, and shows it where one starts. */
export const Running = ({ runs, from, short }: RunningProps) => {
  const seconds = secondsSince(runs, from)
  const word = short ? '' : ' running'
  return (
    <span class="running" data-running-from={from} data-word={word} hidden={seconds < 0}>
      {seconds >= 0 && `+ ${seconds < 60 ? '0m' : duration(seconds - (seconds % 60))}${word}`}
    </span>
  )
}
