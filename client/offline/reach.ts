import { isReachable, resolveAfter } from '../service-worker/own-requests'

/** First and longest pause in ms between two checks while the server does not respond. */
const firstPause = 1_000
const longestPause = 5_000

/** Checks only while the page is visible, since nobody waits at a hidden page. */
const isReachedOnceShown = async () => {
  while (document.hidden)
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }))
  return isReachable()
}

let isAsking = false

/** After a failure checks if Daymark responds, until it does. Calls `tell` when it does not, and when it does again. */
export const awaitServer = async (tell: (isReached: boolean) => unknown) => {
  if (isAsking) return
  isAsking = true
  let hasFailed = false
  for (let pause = firstPause; !(await isReachedOnceShown()); pause = Math.min(2 * pause, longestPause)) {
    tell(false)
    hasFailed = true
    await resolveAfter(pause)
  }
  isAsking = false
  if (hasFailed) tell(true)
}

/** Milliseconds after which a navigation counts as finished, or as a download. */
const navigationTime = 20_000

let navigatedAt = Number.NEGATIVE_INFINITY
addEventListener('beforeunload', () => {
  navigatedAt = Date.now()
})

/** True while another page is loading, which a reload would cancel. */
export const isNavigating = () => Date.now() - navigatedAt < navigationTime
