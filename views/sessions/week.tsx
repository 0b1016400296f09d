import { sessionsPath } from '../links'
import { Duration } from '../ui/figure'

export type WeekProps = { seconds: number; from: string; to: string }

/** Time tracked this week, linked to its sessions. */
export const Week = ({ seconds, ...week }: WeekProps) => (
  <a href={sessionsPath(week)}>
    <Duration seconds={seconds} /> this week
  </a>
)
