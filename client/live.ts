import { onHtmx } from './dom'
import { pollAll } from './polling'
import { isSignedIn } from './sign-in-guard'

/** Until the answer to a write of this page has come, which may be after its message, in milliseconds. */
const grace = 300

/**
 * Polls as soon as something is written elsewhere, where the page says that there is a socket for it. Without one, and
 * while it is lost, the page polls every half minute.
 */
export const followChanges = () => {
  const { live } = document.body.dataset
  if (!live) return
  const own = new Set<number>()
  let seen = Number(live)
  let wait = 1000
  let socket: WebSocket | undefined

  const connect = () => {
    if (document.hidden || !isSignedIn()) return setTimeout(connect, wait)
    socket = new WebSocket('/live')
    socket.onmessage = ({ data }) => {
      wait = 1000
      const { seq = seen } = JSON.parse(data)
      if (seq !== seen) setTimeout(() => own.has(seq) || pollAll(), grace)
      seen = seq
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
  onHtmx('after:request', ({ response }) => own.add(Number(response?.headers.get('X-Seq'))))
}
