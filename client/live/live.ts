import { onHtmx } from '../dom'
import { isSignedIn } from '../frame/sign-in-guard'
import { pollAll, skipPolls } from './polling'

/** Interval in ms for checking if this page's own requests have finished. */
const pause = 300

/**
 * Polls as soon as a write happens elsewhere, if the page says that a socket is available. Without a socket, or while
 * it is silent, the page polls every half minute. The socket's message about a write may arrive before the write's own
 * response, which identifies the write as this page's.
 */
export const followChanges = () => {
  const { live } = document.body.dataset
  if (!live) return
  // The server's pongs have no number.
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
      skipPolls()
      follow(JSON.parse(data).seq)
    }
    socket.onclose = () => {
      // The poll's response shows if the person was signed out.
      pollAll()
      setTimeout(connect, wait)
      wait = Math.min(wait * 2, 300_000)
    }
  }

  setTimeout(connect, wait)
  setInterval(() => socket?.readyState === 1 && socket.send('ping'), 30_000)
  onHtmx('after:request', ({ response }) => known.add(Number(response?.headers.get('X-Seq'))))
}
