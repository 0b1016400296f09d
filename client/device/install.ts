import { shouldAskZone } from '../forms/zone-question'
import { isInstalled, isIos } from './device'

/** `beforeinstallprompt`, which TypeScript's DOM library lacks. */
type InstallEvent = Event & { prompt(): Promise<void> }

const box = document.getElementById('install')
const how = box?.querySelector('[data-how]')
const button = box?.querySelector<HTMLElement>('[data-installs]')

/** localStorage key of the day on which a phone first saw the offer on Today. */
const storageKey = 'install-offered'

const isPhone = matchMedia('(width < 48rem)').matches

const mayShow = () => {
  if (!box || isInstalled) return false
  if (box.dataset.once === undefined) return true
  // One question at a time: the page may ask about the time zone above it.
  if (shouldAskZone()) return false
  const today = new Date().toDateString()
  const seen = localStorage.getItem(storageKey)
  if (!isPhone || (seen !== null && seen !== today)) return false
  localStorage.setItem(storageKey, today)
  return true
}

const { userAgent } = navigator
const isAndroid = /Android/.test(userAgent)
const isDesktopSafari = /Macintosh.*Version\/.*Safari/.test(userAgent) && !isIos

const show = (words: string) => {
  if (!box || !how) return
  const place = box.querySelector('[data-opens-from]')
  if (place && (isIos || isAndroid)) place.textContent = 'from your home screen'
  how.textContent = words
  box.hidden = false
}

if (mayShow()) {
  if (isIos)
    show(
      'Tap Share, then “Add to Home Screen”. Only then can your iPhone or iPad notify you. Sign in again there with the code from the email.',
    )
  else if (isAndroid) show('Open the menu of your browser, then “Install” or “Add to Home screen”.')
  else if (isDesktopSafari) show('Open the menu “File”, then “Add to Dock”.')
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault()
    show('')
    if (!box || !button) return
    button.hidden = false
    button.onclick = () => {
      // `prompt` works once per event. After a No the browser sends another event when it may ask again.
      box.hidden = true
      ;(event as InstallEvent).prompt()
    }
  })
  addEventListener('appinstalled', () => box?.remove())
  box?.querySelector('[data-later]')?.addEventListener('click', () => {
    localStorage.setItem(storageKey, 'no')
    box.remove()
  })
}
