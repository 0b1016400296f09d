import { hasUnsentInput } from './morphing'
import { checkPage } from './sign-in-guard'

/** Seconds; functions/lib/page-state.ts has the same. */
const kept = 24 * 60 * 60

/** Value of a cookie that each write, sign-in and sign-out of this browser changes. */
const readState = () => /(?:^|; )page-state=(\w+)/.exec(document.cookie)?.[1]

/** Tells the server that the script runs, so that it lets this browser store pages. */
const keepState = () => {
  const state = readState() ?? Math.random().toString(36).slice(2)
  const secure = location.protocol === 'https:' ? '; secure' : ''
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous and needs https
  document.cookie = `page-state=${state}; path=/; max-age=${kept}; samesite=lax${secure}`
  return state
}

/** True when the browser shows a stored page without having asked the server. */
const isUnasked = () => {
  const [navigation] = performance.getEntriesByType('navigation')
  return navigation instanceof PerformanceNavigationTiming && !navigation.transferSize
}

/**
 * Reloads the page unless it is current, hidden until then if the state has changed: somebody else may be signed in.
 * @param state of the browser when the page was asked for
 * @param isOpen true for a page that was left open, which stays as long as it holds unsent input
 */
const reloadIfOld = async (state: string | undefined, isOpen: boolean) => {
  const { documentElement, body } = document
  const { tag } = body.dataset
  const isMoved = state !== readState()
  documentElement.hidden = isMoved
  if (isMoved && !isOpen) return location.reload()
  const status = await checkPage(tag)
  const isOld = status === 'outdated' ? !isOpen || !hasUnsentInput(body) : status !== 'signed-in'
  // The guard shows a dialog on an open page that is no longer signed in, and nothing is known while offline.
  const mayStay = !isMoved && (status === null || (isOpen && status !== 'outdated'))
  if (isOld && !mayStay) location.reload()
  else documentElement.hidden = false
}

/** Lets this browser store pages, and looks at each page that it shows again without asking the server. */
export const checkStoredPages = () => {
  const state = keepState()
  const { person, tag, state: asked } = document.body.dataset
  if (person === undefined) return
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) reloadIfOld(state, true)
    else if (tag !== undefined && isUnasked()) reloadIfOld(asked, false)
  })
}
