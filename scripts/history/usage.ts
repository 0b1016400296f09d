import type { UsageEntry } from '../../functions/apps/usage/schema'
import { seededRandom } from './random'

const DAY_MS = 86_400_000
const minute = 60_000

type Options = {
  events: number
  /** number of packages `app.0`, `app.1`, …; lower numbers are used more */
  apps: number
  /** over how many days, up to now */
  days: number
  /** epoch ms; no event ends later */
  now: number
  seed?: number
}

/** Usage events of 30 seconds to 15 minutes. Equal options give equal events. */
export const usage = ({ events, apps, days, now, seed = 1 }: Options): UsageEntry[] => {
  const random = seededRandom(seed)
  return Array.from({ length: events }, (_, index) => {
    const ended_at = now - Math.floor(random.next() * days * DAY_MS)
    const started_at = ended_at - random.int(minute / 2, 15 * minute)
    const app = index < apps ? index : Math.floor(random.next() ** 2 * apps)
    return { id: `event-${index}`, package_name: `app.${app}`, started_at, ended_at }
  })
}
