import { browserZone } from './browser-zone'

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
 * Writes the browser's time zone and clock (12 or 24 hours) into fields and links with `data-browser`, before the
 * person's first action could send them.
 */
for (const action of ['pointerdown', 'click', 'submit']) addEventListener(action, fill, true)
