import type { Use } from '../../functions/usage/schema'
import { random } from './random'

const DAY_MS = 86_400_000
const minute = 60_000

type Options = {
  events: number
  /** How many packages are used: the first of `app.0`, `app.1`, … the most. */
  apps: number
  /** over how many days, up to now */
  days: number
  /** epoch ms; nothing ends after it */
  now: number
  seed?: number
}

/** Events of app usage, half a minute to a quarter of an hour long, the same ones every time. */
export const usage = ({ events, apps, days, now, seed = 1 }: Options): Use[] => {
  const from = random(seed)
  return Array.from({ length: events }, (_, index) => {
    const ended_at = now - Math.floor(from.next() * days * DAY_MS)
    const started_at = ended_at - from.int(minute / 2, 15 * minute)
    const app = index < apps ? index : Math.floor(from.next() ** 2 * apps)
    return { id: `event-${index}`, package_name: `app.${app}`, started_at, ended_at }
  })
}
