import { sessionsPath } from '../links'
import { Duration } from '../ui/figure'

export type WeekProps = { seconds: number; from: string; to: string }

export const Week = ({ seconds, ...week }: WeekProps) => (
  <a href={sessionsPath(week)} data-figure={seconds}>
    <Duration seconds={seconds} /> this week
  </a>
)
