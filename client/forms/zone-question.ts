import { browserZone, Temporal } from './browser-zone'

const canonical = (zone: string) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone

/** Compares zones, not names: Asia/Calcutta is Asia/Kolkata. */
const isSameZone = (a: string, b: string) => {
  try {
    const epoch = Temporal?.Instant.fromEpochMilliseconds(0)
    return epoch?.toZonedDateTimeISO(a).equals(epoch.toZonedDateTimeISO(b)) ?? canonical(a) === canonical(b)
  } catch {
    return false
  }
}

/** Where the browser keeps the zone of its own that the person did not switch to. */
export const declinedZoneKey = 'time-zone-kept'

/** True where the browser's zone is not the preferred one, and the person has not chosen to keep theirs here. */
export const isZoneAsked = () => {
  const { timeZone } = document.body.dataset
  const current = browserZone()
  return Boolean(timeZone) && !isSameZone(timeZone ?? '', current) && localStorage.getItem(declinedZoneKey) !== current
}
