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

const browserClock = () =>
  new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12 ? '12' : '24'

const fill = () => {
  const values = { time_zone: browserZone(), clock: browserClock() }
  for (const [name, value] of Object.entries(values)) {
    for (const input of document.querySelectorAll<HTMLInputElement>(`input[name="${name}"][data-browser]`)) {
      input.value = value
    }
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-browser]')) {
      const url = new URL(link.href)
      url.searchParams.set(name, value)
      link.href = url.href
    }
  }
}

/**
 * Puts the browser's time zone and clock (12 or 24 hours) into fields and links marked with `data-browser`, before an
 * action of the person could send them.
 */
export const fillBrowserDefaults = () => {
  if (!document.querySelector('[data-browser]')) return
  for (const action of ['pointerdown', 'click', 'submit']) addEventListener(action, fill, true)
}

/** Hashed name (scripts/build.ts). */
declare const timeZoneScript: string

/** Loads what offers the browser's zone (client/forms/time-zone.ts) where it has another name than the preferred one. */
export const offerTimeZone = () => {
  const { timeZone } = document.body.dataset
  if (timeZone && timeZone !== browserZone()) void import(timeZoneScript)
}
