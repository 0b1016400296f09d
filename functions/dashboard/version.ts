import type { WhitelistHead } from '../app-rules/version'
import type { Head } from '../lib/sql'
import { statsVersion, type UserToday } from '../stats/version'

/** Parts a version from the second until which figures that follow the clock stay as they are. */
const separator = '~'

/** Version of a page that shows figures which change at `movesAt` (epoch ms) without a write. */
export const withClock = (version: string, movesAt: number | null) =>
  movesAt === null ? version : `${version}${separator}${Math.floor(movesAt / 1000)}`

/** True while a page of the version `shown` has current figures. @param now epoch ms */
export const isCurrent = (shown: string | undefined, version: string, now: number) => {
  const [written, second] = shown?.split(separator) ?? []
  return written === version && (second === undefined || now < Number(second) * 1000)
}

export const dashboardVersion = (head: WhitelistHead & Pick<Head, 'timer_seq'>, user: UserToday) =>
  `${statsVersion(head, user)}.${head.timer_seq}`
