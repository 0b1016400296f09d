import { closestTo, hasUnsentInput, onHtmx, setText } from '../dom'
import { isDeliberate, type RequestContext } from '../forms/submit-once'
import { toast } from '../frame/toasts'

const root = document.documentElement

/** Milliseconds after which the progress bar is hidden: a page that has not come was perhaps a download. */
const patience = 10_000

/** True for a click that leads to another page in this tab. */
const leadsAway = (event: MouseEvent) => {
  const link = closestTo<HTMLAnchorElement>(event, 'a[href]')
  if (!link || event.defaultPrevented || event.button !== 0) return false
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target || link.download) return false
  const isSamePage = link.pathname + link.search === location.pathname + location.search && link.hash !== ''
  return link.origin === location.origin && !isSamePage && !/\.\w+$/.test(link.pathname)
}

/** Shows a bar at the top while a page or a response is loading. views/styles/signs.css delays it by a moment. */
const showProgress = () => {
  const under = new Set<RequestContext | 'page'>()
  const show = () => root.toggleAttribute('data-busy', under.size > 0)
  const leave = () => {
    under.add('page')
    show()
    setTimeout(stay, patience)
  }
  const stay = () => {
    under.delete('page')
    show()
  }
  addEventListener('click', (event) => leadsAway(event) && leave())
  addEventListener('submit', (event) => event.defaultPrevented || leave())
  addEventListener('pageshow', stay)
  onHtmx('before:request', (ctx) => {
    if (isDeliberate(ctx)) under.add(ctx)
    show()
  })
  onHtmx('finally:request', (ctx) => {
    under.delete(ctx)
    show()
  })
}

const flip = (button: Element) => {
  for (const name of ['aria-pressed', 'aria-checked']) {
    const value = button.getAttribute(name)
    if (value) button.setAttribute(name, String(value !== 'true'))
  }
}

/** Like `fetch`, but throws if the response comes neither from Daymark nor from its service worker. */
const ask: typeof fetch = async (...request) => {
  const response = await fetch(...request)
  if (!response.headers.has('X-App') && !response.headers.has('X-Waiting')) throw Error()
  return response
}

/**
 * Delays the response to a task that is done, so that the tick is seen and a second click does not hit the row below. A
 * tick that is queued offline is not delayed, because its row stays.
 */
const held: typeof fetch = async (...request) => {
  const pause = new Promise((done) => setTimeout(done, 700))
  const response = await ask(...request)
  if (!response.headers.has('X-Waiting')) await pause
  return response
}

/** Shows a tick at once, and removes it if the server refuses it or cannot be reached. */
const showTicks = () => {
  const ticked = new WeakMap<RequestContext, Element>()
  onHtmx('config:request', (ctx) => {
    const button = ctx.request.submitter
    Object.assign(ctx, { fetch: ask })
    if (!(button instanceof Element) || !button.matches('.tick:not([data-part]), [role="switch"]')) return
    ticked.set(ctx, button)
    flip(button)
    if (button.matches('[data-goes] [aria-pressed="true"]')) Object.assign(ctx, { fetch: held })
  })
  onHtmx('finally:request', (ctx) => {
    const button = ticked.get(ctx)
    if (button?.isConnected && (ctx.response?.status ?? 500) >= 400) flip(button)
  })
}

const why = () => (navigator.onLine ? 'Daymark can’t be reached.' : 'You are offline.')

/** Writes that were sent: the server may have run them even without a response. */
const sent = new WeakSet<RequestContext>()

/** `You are offline. Nothing was changed.` */
const failure = (ctx: RequestContext) => {
  const typed = hasUnsentInput(ctx.sourceElement) ? ' What you typed is still here.' : ''
  if (!sent.has(ctx)) return why() + (typed || ' Nothing was changed.')
  return `${why()} Your change may not be saved. Check before you try again.${typed}`
}

/** Shows in one place of the page that there is no network. */
const showConnection = () => {
  const say = (text: string) => setText(document.getElementById('offline'), text)
  // With a service worker most changes are queued.
  const lost = navigator.serviceWorker?.controller ? '' : ' Changes can’t be saved.'
  const check = () => say(navigator.onLine ? '' : why() + lost)
  for (const type of ['online', 'offline']) addEventListener(type, check)
  check()
  onHtmx('before:request', (ctx) => navigator.onLine && ctx.request.method === 'POST' && sent.add(ctx))
  onHtmx('after:request', check)
  onHtmx('error', (ctx) => {
    if (!ctx || ctx.response) return
    say(why() + lost)
    if (ctx.sourceEvent?.type !== 'every') toast(failure(ctx))
  })
}

export const showActivity = () => {
  showProgress()
  showTicks()
  showConnection()
}
