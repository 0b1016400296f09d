/** The part of Temporal used here, which not every browser has. */
type WithTemporal = {
  Temporal?: {
    Now: { timeZoneId(): string }
    Instant: {
      fromEpochMilliseconds(ms: number): { toZonedDateTimeISO(zone: string): { equals(other: object): boolean } }
    }
  }
}

export const { Temporal } = globalThis as WithTemporal

/** Temporal is faster: the first use of Intl takes a phone a tenth of a second, because it loads its tables. */
export const browserZone = () => Temporal?.Now.timeZoneId() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Hashed file name of client/forms/time-zone.ts (scripts/build.ts). */
declare const timeZoneScript: string

/** Loads client/forms/time-zone.ts, which offers the browser's zone, if its name is not that of the preferred zone. */
export const offerTimeZone = () => {
  const { timeZone } = document.body.dataset
  if (timeZone && timeZone !== browserZone()) void import(timeZoneScript)
}
