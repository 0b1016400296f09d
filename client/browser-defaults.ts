/** The part of Temporal used here, which not every browser has. */
type WithTemporal = {
  Temporal?: {
    Now: { timeZoneId(): string }
    Instant: {
      fromEpochMilliseconds(ms: number): { toZonedDateTimeISO(zone: string): { equals(other: object): boolean } }
    }
  }
}

const { Temporal } = globalThis as WithTemporal

/** The first use of Intl on a page takes a phone a tenth of a second, as it loads its tables. Temporal needs none here. */
const browserZone = () => Temporal?.Now.timeZoneId() ?? new Intl.DateTimeFormat().resolvedOptions().timeZone

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
  for (const action of ['pointerdown', 'click', 'submit']) addEventListener(action, fill, { capture: true })
}

const canonical = (zone: string) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone

/** Compares zones, not names: Asia/Calcutta is Asia/Kolkata. */
const isSameZone = (a: string, b: string) => {
  if (a === b) return true
  try {
    const epoch = Temporal?.Instant.fromEpochMilliseconds(0)
    return epoch?.toZonedDateTimeISO(a).equals(epoch.toZonedDateTimeISO(b)) ?? canonical(a) === canonical(b)
  } catch {
    return false
  }
}

const keptKey = 'time-zone-kept'

/** `Europe/Lisbon` → `Lisbon` */
const city = (zone: string) => zone.replace(/.*\//, '').replaceAll('_', ' ')

/** Shows the banner that offers the browser's zone, unless the person has chosen to keep their own zone here. */
export const offerTimeZone = () => {
  const banner = document.getElementById('zone-banner')
  const preferred = document.body.dataset.timeZone
  const current = browserZone()
  if (!banner || !preferred || isSameZone(preferred, current) || localStorage.getItem(keptKey) === current) return
  const text = banner.querySelector('[data-zone-text]')
  const input = banner.querySelector<HTMLInputElement>('input[name="time_zone"]')
  if (!text || !input) return
  text.textContent = `This device is on ${city(current)} time; your settings say ${city(preferred)}.`
  input.value = current
  banner.hidden = false
  const keep = banner.querySelector('[data-zone-keep]')
  if (keep) keep.textContent = `Keep ${city(preferred)}`
  keep?.addEventListener('click', () => {
    localStorage.setItem(keptKey, current)
    banner.hidden = true
    document.getElementById('main')?.focus({ preventScroll: true })
  })
}
