import { isReached, wait } from '../service-worker/own-requests'

/** Milliseconds between two questions while the server does not answer: at first, and at most. */
const firstPause = 1_000
const longestPause = 5_000

/** Nobody waits at a page that is hidden. */
const isReachedOnceShown = async () => {
  while (document.hidden)
    await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }))
  return isReached()
}

let isAsking = false

/** Asks after a failure if Daymark answers, until it does. Tells when it turns out that it does not, and once it does again. */
export const reach = async (tell: (isReached: boolean) => unknown) => {
  if (isAsking) return
  isAsking = true
  let hasFailed = false
  for (let pause = firstPause; !(await isReachedOnceShown()); pause = Math.min(2 * pause, longestPause)) {
    if (!hasFailed) tell(false)
    hasFailed = true
    await wait(pause)
  }
  isAsking = false
  if (hasFailed) tell(true)
}

/** Milliseconds after which a navigation has ended, or was a download. */
const navigationTime = 20_000

let navigatedAt = Number.NEGATIVE_INFINITY
addEventListener('beforeunload', () => {
  navigatedAt = Date.now()
})

/** True while another page is on its way, which a reload would cancel. */
export const isNavigating = () => Date.now() - navigatedAt < navigationTime
