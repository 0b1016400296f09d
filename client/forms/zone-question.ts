import { browserZone, Temporal } from './browser-zone'

const canonical = (zone: string) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone

/** True if two names mean the same zone: Asia/Calcutta is Asia/Kolkata. */
const isSameZone = (a: string, b: string) => {
  try {
    const epoch = Temporal?.Instant.fromEpochMilliseconds(0)
    return epoch?.toZonedDateTimeISO(a).equals(epoch.toZonedDateTimeISO(b)) ?? canonical(a) === canonical(b)
  } catch {
    return false
  }
}

/** localStorage key of a browser's zone after the person chose not to switch to it. */
export const declinedZoneKey = 'time-zone-kept'

/** True if the browser's zone is not the preferred one, unless the person chose to keep theirs on this device. */
export const shouldAskZone = () => {
  const { timeZone } = document.body.dataset
  const current = browserZone()
  return Boolean(timeZone) && !isSameZone(timeZone ?? '', current) && localStorage.getItem(declinedZoneKey) !== current
}
