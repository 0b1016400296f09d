import type { PersonVersions } from '../../lib/db/sql'
import type { JobRow } from '../../lib/jobs/schema'
import type { BarState } from '../../time/timer/bar-state'
import type { ShownTimer } from './shown-timer'

/** Data for the frame around every page. `now` in epoch ms. */
export type Shell = Omit<BarState, 'changesAt'> & {
  now: number
  head: Versions
  timer: ShownTimer | null
  overdueGoals: number
  /** Number of recently used apps without a decision to allow or block them. */
  newApps: number
  /** Number of cards to review today. */
  cardsDue: number
  /** Time of the last recorded visit while a timer ran (epoch ms). */
  lastVisit: number | null
  /** An unfinished job. */
  job: ShownJob | null
  /** Organizations in the navigation, by name. */
  organizations: { id: string; name: string }[]
  /** Saved views for the navigation rail, by name. */
  views: { id: string; name: string; page: string }[]
  /** Name of the context's organization; null for all, for Personal, and for a deleted organization. */
  orgName: string | null
  /** Version of the timer bar. */
  version: string
}

/** Maximum number of undecided apps that are counted. */
export const newAppsLimit = 20

export type Versions = Pick<PersonVersions, 'timer_seq' | 'stats_seq' | 'epoch'>

type ShownJob = Pick<JobRow, 'id' | 'title' | 'records' | 'position' | 'total'>
