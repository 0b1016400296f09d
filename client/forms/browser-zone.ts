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

/** The first use of Intl on a page takes a phone a tenth of a second, as it loads its tables. Temporal needs none here. */
export const browserZone = () => Temporal?.Now.timeZoneId() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone

/** Hashed name (scripts/build.ts). */
declare const timeZoneScript: string

/** Loads what offers the browser's zone (client/forms/time-zone.ts) where it has another name than the preferred one. */
export const offerTimeZone = () => {
  const { timeZone } = document.body.dataset
  if (timeZone && timeZone !== browserZone()) void import(timeZoneScript)
}
