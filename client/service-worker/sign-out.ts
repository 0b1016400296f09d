import { fetchOurs } from './own-requests'

/** Name of a cache that exists from a sign-out without network until the server knows of it. */
const mark = 'signed-out'

let isMarked: boolean | undefined

/** Records a sign-out. */
export const markSignedOut = async () => {
  await caches.open(mark)
  isMarked = true
}

/** True after a sign-out that the server does not know of yet. */
export const isSignOutPending = async () => {
  isMarked ??= await caches.has(mark)
  return isMarked
}

/** Tells the server of the sign-out, before any other request. False while the server cannot be reached. */
export const finishSignOut = async () => {
  const answer = await fetchOurs('/auth/sign-out', { method: 'POST' })
  if (!answer?.redirected) return false
  isMarked = false
  await caches.delete(mark)
  return true
}
