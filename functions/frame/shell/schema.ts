import type { Head } from '../../lib/db/sql'
import type { JobRow } from '../../lib/jobs/schema'
import type { BarState } from '../../time/timer/bar-state'
import type { ShownTimer } from './shown-timer'

/** Data of the frame around every page; `now` in epoch ms. */
export type Shell = Omit<BarState, 'changesAt'> & {
  now: number
  head: Versions
  timer: ShownTimer | null
  overdueGoals: number
  /** How many apps were used of late that nobody decided about. */
  newApps: number
  /** Cards that can be reviewed today. */
  cardsDue: number
  /** Up to when pages are known to have been visited while a timer ran (epoch ms). */
  lastVisit: number | null
  /** A long write that is not finished. */
  job: ShownJob | null
  /** Organizations that the navigation offers, by name. */
  organizations: { id: string; name: string }[]
  /** Saved views by name, for the rail. */
  views: { id: string; name: string; page: string }[]
  /** Name of the organization of the context; null for all, for Personal, and for one that is gone. */
  orgName: string | null
  /** Version of the timer bar. */
  version: string
}

/** Undecided apps are counted up to this number. */
export const newAppsCounted = 20

export type Versions = Pick<Head, 'timer_seq' | 'stats_seq' | 'epoch'>

type ShownJob = Pick<JobRow, 'id' | 'title' | 'records' | 'position' | 'total'>
