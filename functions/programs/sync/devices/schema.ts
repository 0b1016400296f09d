import { z } from 'zod'
import { deviceName } from '../../../account/auth/start-session'
import { plural } from '../../../lib/text/format'
import { cleanName, firstCharacters } from '../../../lib/text/text'
import { DeviceRow } from './device'

/** Changes are counted up to this number. */
export const lagCountLimit = 100

export const WithCredential = DeviceRow.extend({
  /** 1 if another device that may sync uses the same credential. */
  is_shared: z.int(),
  /** 1 if the credential is still valid. */
  is_live: z.int(),
})

export type DeviceWithCredential = z.infer<typeof WithCredential>

export type ListedDevice = {
  device: DeviceRow
  /** Number of changes not yet fetched, up to `lagCountLimit` + 1; null if the next sync sends everything. */
  behind: number | null
  /** Number of open conflicts that involve the device. */
  conflicts: number
}

/** Maximum length of a name, in characters. */
const nameLength = 60

/** Name of a device from its User-Agent, such as `daymark/1.0.0 (laptop; linux)`, else its id. */
export const nameOfDevice = ({ agent, id }: Pick<DeviceRow, 'agent' | 'id'>) => {
  const [, host] = /^daymark[\w-]*\/\S+ \(([^;)]+)/i.exec(agent) ?? []
  if (host) return firstCharacters(cleanName(host), nameLength)
  if (agent === '') return id
  const known = deviceName(agent)
  return known.startsWith('an unknown') ? firstCharacters(cleanName(agent), nameLength) : known
}

/** How far behind a device is: `Up to date`, `12 changes behind`. */
export const lagText = ({ behind }: Pick<ListedDevice, 'behind'>) => {
  if (behind === null) return 'Fetches everything at its next sync'
  if (behind === 0) return 'Up to date'
  if (behind > lagCountLimit) return `More than ${lagCountLimit} changes behind`
  return `${plural(behind, 'change')} behind`
}

/** Number of open conflicts in words: `3 conflicts`, `more than 100 conflicts`. */
export const conflictsText = (count: number) => (count > 100 ? 'more than 100 conflicts' : plural(count, 'conflict'))
