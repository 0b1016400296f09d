import { onHtmx } from './dom'
import { pollAll } from './polling'
import { isSignedIn } from './sign-in-guard'
import type { RequestContext } from './submit-once'

/**
 * Polls as soon as something is written elsewhere, where the page says that there is a socket for it. Without one, and
 * while it is lost, the page polls every half minute. The message of a write may come before its answer, which says that
 * the write was this page's own.
 */
export const followChanges = () => {
  const { live } = document.body.dataset
  if (!live) return
  const own = new Set<number>()
  const heard = new Set<number>()
  const writes = new Set<RequestContext>()
  let seen = Number(live)
  let wait = 1000
  let socket: WebSocket | undefined

  const follow = () => {
    if (writes.size > 0) return
    if ([...heard].some((seq) => !own.has(seq))) pollAll()
    heard.clear()
  }

  const connect = () => {
    if (document.hidden || !isSignedIn()) return setTimeout(connect, wait)
    socket = new WebSocket('/live')
    socket.onmessage = ({ data }) => {
      wait = 1000
      const { seq = seen } = JSON.parse(data)
      if (seq !== seen) heard.add(seq)
      seen = seq
      follow()
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
  onHtmx('before:request', (ctx) => ctx.request.method === 'POST' && writes.add(ctx))
  onHtmx('finally:request', (ctx) => {
    writes.delete(ctx)
    follow()
  })
  onHtmx('after:request', ({ response }) => own.add(Number(response?.headers.get('X-Seq'))))
}
