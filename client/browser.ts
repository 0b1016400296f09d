const options = () => new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions()

const browserZone = () => options().timeZone

/** Gives forms and links that ask for it the browser's time zone and its way to write the time of day. */
export const fillInBrowser = () => {
  const values = { time_zone: browserZone(), clock: options().hour12 ? '12' : '24' }
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

/** What of Temporal is used, where the browser has it. */
type WithTemporal = {
  Temporal?: {
    Instant: {
      fromEpochMilliseconds(ms: number): { toZonedDateTimeISO(zone: string): { equals(other: object): boolean } }
    }
  }
}

const canonical = (zone: string) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone

/** Whether two names mean one zone, as Asia/Calcutta and Asia/Kolkata do. */
const isSameZone = (a: string, b: string) => {
  try {
    if (a === b || canonical(a) === canonical(b)) return true
    const epoch = (globalThis as WithTemporal).Temporal?.Instant.fromEpochMilliseconds(0)
    return epoch?.toZonedDateTimeISO(a).equals(epoch.toZonedDateTimeISO(b)) ?? false
  } catch {
    return false
  }
}

const keptKey = 'time-zone-kept'

/** A zone by its city: `Lisbon`. */
const city = (zone: string) => zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone

/** Shows the banner that offers the browser's zone, unless the person has said to keep theirs where they are now. */
export const offerTimeZone = () => {
  const banner = document.getElementById('zone-banner')
  const theirs = document.body.dataset.timeZone
  const here = browserZone()
  if (!banner || !theirs || isSameZone(theirs, here) || localStorage.getItem(keptKey) === here) return
  const text = banner.querySelector('[data-zone-text]')
  const input = banner.querySelector<HTMLInputElement>('input[name="time_zone"]')
  if (!text || !input) return
  text.textContent = `This device is on ${city(here)} time, your settings say ${city(theirs)}.`
  input.value = here
  banner.hidden = false
  banner.querySelector('[data-zone-keep]')?.addEventListener('click', () => {
    localStorage.setItem(keptKey, here)
    banner.hidden = true
    document.getElementById('main')?.focus({ preventScroll: true })
  })
}
