import { openDialog } from './dialogs'
import { around } from './dom'
import { askPolls } from './polling'
import { toast } from './toasts'

/** Whether the person of this page is the one who is signed in, as far as is known; else the id of what says so. */
type Standing = 'signed-in' | 'signed-out' | 'other-person'

/** For how long it is taken as known who is signed in, after an answer that was no refusal, in milliseconds. */
const fresh = 5_000

/** The server refuses what comes from the page of somebody else than who is signed in by now. */
const personOfPage = () => document.body.dataset.person ?? ''

/** What an answer says of the standing: a refusal leads to the sign-in, or to the page as the other person sees it. */
const standingBy = (status: number | undefined, headers: Headers | undefined): Standing => {
  if (!headers?.has('HX-Redirect')) return 'signed-in'
  return status === 401 ? 'signed-out' : status === 409 ? 'other-person' : 'signed-in'
}

const dialogOf = (standing: Standing) => {
  const dialog = document.getElementById(standing)
  return dialog instanceof HTMLDialogElement ? dialog : null
}

/** The button with which a form is sent. */
const buttonOf = (form: Element, submitter: HTMLElement | null | undefined) =>
  submitter ?? form.querySelector<HTMLElement>('button:not([type="button"])')

/** Whether a form has anything that a person fills in. */
const holdsInput = (form: HTMLFormElement) =>
  [...form.elements].some((field) => field.matches('input:not([type="hidden"]), textarea, select'))

const say = (text: string) => {
  const place = document.querySelector('#signed-out [data-standing]')
  if (place) place.textContent = text
}

/** Opens what tells the person, with its ways on. */
const tell = (standing: Standing) => {
  const here = location.pathname + location.search
  const signIn = document.querySelector<HTMLAnchorElement>('[data-sign-in]')
  if (signIn) signIn.href = `/sign-in?${new URLSearchParams({ next: here })}`
  const anew = document.querySelector<HTMLAnchorElement>('[data-anew]')
  if (anew) anew.href = location.href
  say('')
  openDialog(standing)
}

/**
 * A page that was left open while its person was signed out, or somebody else signed in, stays as it is with all that was
 * typed: what it asks and sends is stopped, and it offers to sign in. It goes on once its person is back.
 */
export const staySignedOut = () => {
  if (!personOfPage()) return
  let standing: Standing = 'signed-in'
  /** The button of the form that was stopped. */
  let stopped: HTMLElement | null = null
  let knownAt = Date.now()
  /** Forms whose person was asked for just now. */
  const passing = new WeakSet<HTMLFormElement>()

  /** @param asked whether the person has just asked for something; what asks by itself tells them once. */
  const refused = (by: Standing, asked: boolean) => {
    const known = standing === by
    if (!known) dialogOf(standing)?.close()
    standing = by
    if (asked || !known) tell(by)
  }

  const goOn = () => {
    knownAt = Date.now()
    if (standing === 'signed-in') return
    const dialog = dialogOf(standing)
    standing = 'signed-in'
    // Once it is closed, and the focus back where it was.
    if (stopped?.isConnected) {
      const button = stopped
      if (dialog?.open) dialog.addEventListener('close', () => button.focus(), { once: true })
      else button.focus()
    }
    dialog?.close()
    toast(stopped ? 'You are signed in again. What you typed is not saved yet.' : 'You are signed in again.')
    stopped = null
    askPolls()
  }

  /** Asks the server who is signed in. Null when it cannot be reached. */
  const ask = async () => {
    try {
      const { status, headers } = await fetch('/settings/sign-in/check', {
        headers: { 'HX-Request': 'true', 'X-Person': personOfPage() },
      })
      return status < 500 ? standingBy(status, headers) : null
    } catch {
      return null
    }
  }

  let checking: Promise<Standing | null> | undefined
  const check = () => {
    checking ??= ask().then((now) => {
      checking = undefined
      if (now === 'signed-in') goOn()
      else if (now) refused(now, false)
      return now
    })
    return checking
  }
  const checkAgain = () => {
    if (!document.hidden && (standing !== 'signed-in' || Date.now() - knownAt > fresh)) check()
  }

  document.addEventListener('htmx:config:request', (event) => {
    const { ctx } = event.detail
    ctx.request.headers['X-Person'] = personOfPage()
    if (standing !== 'signed-in' && ctx.sourceEvent?.type === 'every') event.preventDefault()
  })

  document.addEventListener('htmx:after:request', (event) => {
    const { sourceEvent, response, request, sourceElement } = event.detail.ctx
    const by = standingBy(response?.status, response?.headers)
    if (by === 'signed-in') {
      if (response) knownAt = Date.now()
      return
    }
    // Else htmx would follow to where the answer leads.
    event.preventDefault()
    const isForm = sourceEvent?.type === 'submit'
    if (isForm) stopped = buttonOf(sourceElement, request.submitter)
    refused(by, isForm || sourceEvent?.type === 'click')
  })

  // A form that htmx does not send would lead away from what was typed: it goes once its person is known to be signed in.
  document.addEventListener('submit', async (event) => {
    const { target: form, submitter } = event
    if (event.defaultPrevented || !(form instanceof HTMLFormElement) || form.method !== 'post') return
    if (passing.delete(form) || (standing === 'signed-in' && !holdsInput(form))) return
    if (form.getAttribute('action') === '/auth/sign-out') return
    event.preventDefault()
    const before = standing
    const now = await check()
    if (now === 'signed-in' || now === null) {
      passing.add(form)
      form.requestSubmit(submitter)
      return
    }
    stopped = buttonOf(form, submitter)
    if (before === now) tell(now)
  })

  document.addEventListener('click', async (event) => {
    if (!around(event, '[data-signed-in]')) return
    const now = await check()
    if (now === 'signed-out') say('This browser is still signed out.')
    else if (now === null) say('Daymark cannot be reached. Try again once you are online.')
  })

  window.addEventListener('focus', checkAgain)
  document.addEventListener('visibilitychange', checkAgain)
  // The way back shows the page as it was left.
  window.addEventListener('pageshow', ({ persisted }) => persisted && check())
}
