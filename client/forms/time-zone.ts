import { setText } from '../dom'
import { browserZone } from './browser-zone'
import { declinedZoneKey, shouldAskZone } from './zone-question'

/** `Europe/Lisbon` → `Lisbon` */
const city = (zone: string) => zone.replace(/.*\//, '').replaceAll('_', ' ')

/** Shows the banner that offers the browser's zone, unless the person has chosen to keep their own zone here. */
const offerTimeZone = () => {
  const banner = document.getElementById('zone-banner')
  const preferred = document.body.dataset.timeZone
  const current = browserZone()
  if (!banner || !preferred || !shouldAskZone()) return
  const text = banner.querySelector('[data-zone-text]')
  const input = banner.querySelector<HTMLInputElement>('input[name="time_zone"]')
  if (!text || !input) return
  text.textContent = `This device is on ${city(current)} time; your settings say ${city(preferred)}.`
  input.value = current
  banner.hidden = false
  const keep = banner.querySelector('[data-zone-keep]')
  setText(keep, `Keep ${city(preferred)}`)
  keep?.addEventListener('click', () => {
    localStorage.setItem(declinedZoneKey, current)
    banner.hidden = true
    document.getElementById('main')?.focus({ preventScroll: true })
  })
}

offerTimeZone()
