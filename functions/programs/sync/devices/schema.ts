import { z } from 'zod'
import { deviceName } from '../../../account/auth/start-session'
import { plural } from '../../../lib/text/format'
import { cleanName, firstCharacters } from '../../../lib/text/text'
import { DeviceRow } from './device'

/** The largest number of changes that is counted. */
export const changesCounted = 100

export const WithCredential = DeviceRow.extend({
  /** 1 where another device that may sync uses the same credential. */
  is_shared: z.int(),
  /** 1 while the credential signs in. */
  is_live: z.int(),
})

export type DeviceWithCredential = z.infer<typeof WithCredential>

export type ListedDevice = {
  device: DeviceRow
  /** Changes that it has not fetched yet, up to `changesCounted` + 1; null where its next sync sends everything. */
  behind: number | null
  /** Open conflicts that it took part in. */
  conflicts: number
}

/** In characters. */
const nameLength = 60

/** Names a device by its User-Agent, `daymark/1.0.0 (laptop; linux)` or that of another program, or else by its id. */
export const nameOfDevice = ({ agent, id }: Pick<DeviceRow, 'agent' | 'id'>) => {
  const [, host] = /^daymark[\w-]*\/\S+ \(([^;)]+)/i.exec(agent) ?? []
  if (host) return firstCharacters(cleanName(host), nameLength)
  if (agent === '') return id
  const known = deviceName(agent)
  return known.startsWith('an unknown') ? firstCharacters(cleanName(agent), nameLength) : known
}

/** How far a device is behind: `Up to date`, `12 changes behind`. */
export const lagText = ({ behind }: Pick<ListedDevice, 'behind'>) => {
  if (behind === null) return 'Fetches everything at its next sync'
  if (behind === 0) return 'Up to date'
  if (behind > changesCounted) return `More than ${changesCounted} changes behind`
  return `${plural(behind, 'change')} behind`
}

/** A count of open conflicts: `3 conflicts`, `more than 100 conflicts`. */
export const conflictsText = (count: number) => (count > 100 ? 'more than 100 conflicts' : plural(count, 'conflict'))
