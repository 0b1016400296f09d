import { fetchOurs } from './own-requests'

/** There while somebody has signed out without a network, of which the server does not know yet. */
const mark = 'signed-out'

let isMarked: boolean | undefined

/** Notes that somebody has signed out. */
export const markLeft = async () => {
  await caches.open(mark)
  isMarked = true
}

/** True while the server does not know that somebody has signed out here. */
export const isLeaving = async () => {
  isMarked ??= await caches.has(mark)
  return isMarked
}

/** Tells the server of it before anything else is asked. False while it cannot be reached. */
export const finishLeaving = async () => {
  const answer = await fetchOurs('/auth/sign-out', { method: 'POST' })
  if (!answer?.redirected) return false
  isMarked = false
  await caches.delete(mark)
  return true
}
