import { closestTo, onHtmx } from '../dom'

/** Scroll position and element of the person's last action on a page. */
type Place = { path: string; y: number; selector: string; index: number; row: number; inRow: string; ring: boolean }

const key = 'place'

const rows = () => [...document.querySelectorAll('#main li')]

/** Selector that finds the element after a reload; it may match similar elements, too. */
const selectorOf = (element: Element) => {
  if (element.id) return `#${CSS.escape(element.id)}`
  const action = element.closest('form')?.getAttribute('action')
  const own = ['href', 'type', 'name']
    .filter((name) => element.hasAttribute(name))
    .map((name) => `[${name}="${CSS.escape(element.getAttribute(name) ?? '')}"]`)
  return `${action ? `form[action="${CSS.escape(action)}"] ` : ''}${element.localName}${own.join('')}`
}

const store = (element: Element) => {
  const selector = selectorOf(element)
  const index = [...document.querySelectorAll(selector)].indexOf(element)
  const row = rows().findIndex((one) => one.contains(element))
  const ring = element.matches(':focus-visible')
  const place: Place = { path: location.pathname, y: scrollY, selector, index, row, inRow: element.localName, ring }
  sessionStorage.setItem(key, JSON.stringify(place))
}

const restore = () => {
  const stored = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  const [navigation] = performance.getEntriesByType('navigation')
  if (!stored || !(navigation instanceof PerformanceNavigationTiming)) return
  const { path, y, selector, index, row, inRow, ring }: Place = JSON.parse(stored)
  if (path !== location.pathname || navigation.type === 'back_forward' || navigation.responseStatus >= 400) return
  scrollTo(0, y)
  // Another row may be at this position now, and the page above it may be shorter.
  const actedRow = row < 0 ? null : (rows()[row] ?? rows().at(-1))
  actedRow?.scrollIntoView({ block: 'nearest' })
  if (document.querySelector('[autofocus]')) return
  const found = document.querySelectorAll<HTMLElement>(selector)
  const place =
    found[index] ?? found[0] ?? actedRow?.querySelector<HTMLElement>(inRow) ?? document.getElementById('main')
  // Otherwise browsers show a focus ring after a reload, even if the mouse was used.
  place?.focus({ preventScroll: true, focusVisible: ring })
}

/** True for links that show the same page otherwise, such as another range or order. Other pages open at their top. */
const leadsHere = (link: HTMLAnchorElement) =>
  link.matches('#main a:not([rel="next"], [rel="prev"])') && link.pathname === location.pathname && !link.hash

/** Keeps scroll position and focus when a form or link loads the same page again. */
export const stayOnSamePage = () => {
  let acted: Element | null = null

  addEventListener('submit', ({ submitter, target }) => {
    const focused = document.activeElement
    acted = target instanceof HTMLFormElement && target.contains(focused) ? focused : submitter
  })
  addEventListener('click', (event) => {
    const link = closestTo<HTMLAnchorElement>(event, 'a[href]')
    if (link) acted = leadsHere(link) ? link : null
  })
  onHtmx('after:swap', () => {
    acted = null
  })
  addEventListener('pagehide', () => acted && store(acted))
  restore()
}
