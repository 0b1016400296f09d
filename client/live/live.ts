import { onHtmx } from '../dom'
import { isSignedIn } from '../frame/sign-in-guard'
import { heard, pollAll } from './polling'

/** Between two looks whether the answers to this page's requests have come, in milliseconds. */
const pause = 300

/**
 * Polls as soon as something is written elsewhere, where the page says that there is a socket for it. Without one, and
 * while it does not answer, the page polls every half minute. The message of a write may come before its answer, which says that
 * the write was this page's own.
 */
export const followChanges = () => {
  const { live } = document.body.dataset
  if (!live) return
  // A pong has none.
  const known = new Set([undefined, Number(live)])
  let wait = 1000
  let socket: WebSocket | undefined

  const follow = (seq: number | undefined) =>
    setTimeout(() => {
      if (document.querySelector('.htmx-request')) return follow(seq)
      if (!known.has(seq)) pollAll()
      known.add(seq)
    }, pause)

  const connect = () => {
    if (document.hidden || !isSignedIn()) return setTimeout(connect, wait)
    socket = new WebSocket('/live')
    socket.onmessage = ({ data }) => {
      wait = 1000
      heard()
      follow(JSON.parse(data).seq)
    }
    socket.onclose = () => {
      // The answer says if the person was signed out.
      pollAll()
      setTimeout(connect, wait)
      wait = Math.min(wait * 2, 300_000)
    }
  }

  setTimeout(connect, wait)
  setInterval(() => socket?.readyState === 1 && socket.send('ping'), 30_000)
  onHtmx('after:request', ({ response }) => known.add(Number(response?.headers.get('X-Seq'))))
}
