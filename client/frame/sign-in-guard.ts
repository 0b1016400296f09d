import { closestTo, hasUnsentInput, onHtmx } from '../dom'
import { isWrite } from '../forms/submit-once'
import { pollAll } from '../live/polling'
import { openDialog } from './dialogs'
import { toast } from './toasts'

/** Who is signed in, compared with the person of this page. Each status but the first is the id of a dialog. */
type SignInStatus = 'signed-in' | 'signed-out' | 'other-person'

/** A successful response confirms the sign-in for this time, in milliseconds. */
const confirmedFor = 5_000

let status: SignInStatus = 'signed-in'
let confirmedAt = Date.now()

export const isSignedIn = () => status === 'signed-in'

/** The submit button of a form that was stopped. */
let stoppedButton: HTMLElement | null = null

/** The server refuses requests from a page whose person is no longer the one who is signed in. */
const personOfPage = () => document.body.dataset.person ?? ''

/** A refusal redirects to the sign-in (401) or to the other person's page (409). */
const statusOf = (code: number | undefined, headers: Headers | undefined): SignInStatus => {
  if (!headers?.has('HX-Redirect')) return 'signed-in'
  return code === 401 ? 'signed-out' : code === 409 ? 'other-person' : 'signed-in'
}

const dialogOf = (id: SignInStatus) => document.querySelector<HTMLDialogElement>(`dialog#${id}`)

const submitButton = (form: Element, submitter: HTMLElement | null | undefined) =>
  submitter ?? form.querySelector<HTMLElement>('button:not([type="button"])')

/** True if a form has fields that a person fills in. */
const hasInput = (form: HTMLFormElement) =>
  [...form.elements].some((field) => field.matches('input:not([type="hidden"]), textarea, select'))

const showMessage = (text: string) => {
  const message = document.querySelector('#signed-out [data-standing]')
  if (message) message.textContent = text
}

const showDialog = (id: SignInStatus) => {
  const here = location.pathname + location.search
  const signIn = document.querySelector<HTMLAnchorElement>('[data-sign-in]')
  if (signIn) signIn.href = `/sign-in?${new URLSearchParams({ next: here })}`
  const reload = document.querySelector<HTMLAnchorElement>('[data-anew]')
  if (reload) reload.href = location.href
  showMessage('')
  const isTyped = hasUnsentInput(document.body)
  for (const part of document.querySelectorAll<HTMLElement>('[data-if-typed]')) part.hidden = !isTyped
  openDialog(id)
}

/** @param deliberate true for a click or a submitted form. Background requests show the dialog only once. */
const refuse = (reason: SignInStatus, deliberate: boolean) => {
  const isKnown = status === reason
  if (!isKnown) dialogOf(status)?.close()
  status = reason
  if (deliberate || !isKnown) showDialog(reason)
}

const resume = () => {
  confirmedAt = Date.now()
  if (isSignedIn()) return
  const dialog = dialogOf(status)
  status = 'signed-in'
  if (stoppedButton?.isConnected) {
    const button = stoppedButton
    // Closing the dialog moves the focus, so the button gets it afterwards.
    if (dialog?.open) dialog.addEventListener('close', () => button.focus(), { once: true })
    else button.focus()
  }
  dialog?.close()
  toast(stoppedButton ? 'You’re signed in again. What you typed isn’t saved yet.' : 'You’re signed in again.')
  stoppedButton = null
  pollAll()
}

/** Asks the server who is signed in. Returns null when it cannot be reached. */
const fetchStatus = async () => {
  try {
    const response = await fetch('/settings/sign-in/check', {
      headers: { 'HX-Request': 'true', 'X-Person': personOfPage() },
    })
    return response.status < 500 ? statusOf(response.status, response.headers) : null
  } catch {
    return null
  }
}

let checking: Promise<SignInStatus | null> | undefined

const check = () => {
  checking ??= fetchStatus().then((current) => {
    checking = undefined
    if (current === 'signed-in') resume()
    else if (current) refuse(current, false)
    return current
  })
  return checking
}

const checkIfOutdated = () => {
  if (!document.hidden && (!isSignedIn() || Date.now() - confirmedAt > confirmedFor)) check()
}

const guardHtmx = () => {
  onHtmx('config:request', (ctx) => {
    ctx.request.headers['X-Person'] = personOfPage()
  })

  onHtmx('after:request', ({ sourceEvent, response, request, sourceElement }, event) => {
    const reason = statusOf(response?.status, response?.headers)
    if (reason === 'signed-in') {
      if (response) confirmedAt = Date.now()
      return
    }
    // Otherwise htmx would follow the redirect and lose the page.
    event.preventDefault()
    const isForm = sourceEvent?.type === 'submit'
    if (isForm) stoppedButton = submitButton(sourceElement, request.submitter)
    refuse(reason, isForm || sourceEvent?.type === 'click')
  })
}

/** Holds back a plain form until the sign-in is confirmed: its response would replace the page and all that was typed. */
const guardPlainForms = () => {
  const confirmed = new WeakSet<HTMLFormElement>()

  document.addEventListener('submit', async (event) => {
    const { target: form, submitter } = event
    if (event.defaultPrevented || !isWrite(form)) return
    if (confirmed.delete(form) || (isSignedIn() && !hasInput(form))) return
    if (form.getAttribute('action') === '/auth/sign-out') return
    event.preventDefault()
    const before = status
    const current = await check()
    if (current === 'signed-in' || current === null) {
      confirmed.add(form)
      form.requestSubmit(submitter)
      return
    }
    stoppedButton = submitButton(form, submitter)
    if (before === current) showDialog(current)
  })
}

/**
 * Keeps an open page, with all that was typed, when its person is signed out or somebody else signs in: stops its requests
 * and offers to sign in. The page works again once its person is back.
 */
export const guardSignIn = () => {
  if (!personOfPage()) return
  guardHtmx()
  guardPlainForms()

  document.addEventListener('click', async (event) => {
    if (!closestTo(event, '[data-signed-in]')) return
    const current = await check()
    if (current === 'signed-out') showMessage('This browser is still signed out.')
    else if (current === null) showMessage('Daymark can’t be reached. Try again once you are online.')
  })

  addEventListener('focus', checkIfOutdated)
  document.addEventListener('visibilitychange', checkIfOutdated)
}
