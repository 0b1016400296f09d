import { deviceName } from '../../../account/auth/start-session'
import { plural } from '../../../lib/format'
import { firstCharacters } from '../../../lib/text'
import type { DeviceRow } from '../device'
import { changesCounted, type ListedDevice } from './queries'

/** In characters. */
const nameLength = 60

/** Names a device by its User-Agent, `daymark/1.0.0 (laptop; linux)` or that of another program, or else by its id. */
export const nameOfDevice = ({ agent, id }: Pick<DeviceRow, 'agent' | 'id'>) => {
  const [, host] = /^daymark[\w-]*\/\S+ \(([^;)]+)/i.exec(agent) ?? []
  if (host) return firstCharacters(host.trim(), nameLength)
  if (agent === '') return id
  const known = deviceName(agent)
  return known.startsWith('an unknown') ? firstCharacters(agent, nameLength) : known
}

/** How far a device is behind: `Up to date`, `12 changes behind`. */
export const behindText = ({ behind }: Pick<ListedDevice, 'behind'>) => {
  if (behind === null) return 'Fetches everything at its next sync'
  if (behind === 0) return 'Up to date'
  if (behind > changesCounted) return `More than ${changesCounted} changes behind`
  return `${plural(behind, 'change')} behind`
}

/** A count of open conflicts: `3 conflicts`, `more than 100 conflicts`. */
export const conflictsText = (count: number) => (count > 100 ? 'more than 100 conflicts' : plural(count, 'conflict'))
