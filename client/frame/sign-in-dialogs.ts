import { closestTo, hasUnsentInput, setText } from '../dom'
import { openDialog } from './dialogs'
import { toast } from './toasts'

declare global {
  /** Set by client/app.ts. */
  var pollAll: () => void
}

/** Sign-in status compared with the page's person. All but the first are ids of dialogs. */
type SignInStatus = 'signed-in' | 'signed-out' | 'other-person'

/** `confirmedAt`: when a response last confirmed it (epoch ms). */
export type SignIn = { status: SignInStatus; confirmedAt: number }

/** The server refuses requests from a page whose person is no longer the one who is signed in. */
export const personOfPage = () => document.body.dataset.person ?? ''

/** A refusal redirects to the sign-in (401) or to the other person's page (409). */
export const signInStatus = (code: number | undefined, headers: Headers | undefined): SignInStatus => {
  if (!headers?.has('HX-Redirect')) return 'signed-in'
  return code === 401 ? 'signed-out' : code === 409 ? 'other-person' : 'signed-in'
}

const dialogOf = (id: SignInStatus) => document.querySelector<HTMLDialogElement>(`dialog#${id}`)

const showMessage = (text: string) => setText(document.querySelector('#signed-out [data-standing]'), text)

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

/** Asks the server who is signed in. Returns null when it cannot be reached. */
const fetchStatus = async () => {
  try {
    const response = await fetch('/settings/sign-in/check', {
      headers: { 'HX-Request': 'true', 'X-Person': personOfPage() },
    })
    return response.status < 500 ? signInStatus(response.status, response.headers) : null
  } catch {
    return null
  }
}

/** Asks who is signed in, and shows the dialogs about it. */
export const handleSignIn = (signIn: SignIn) => {
  /** The submit button of a form that was stopped. */
  let stoppedButton: HTMLElement | null = null
  let checking: Promise<SignInStatus | null> | undefined

  const stop = (form: Element, submitter: HTMLElement | null | undefined) => {
    stoppedButton = submitter ?? form.querySelector<HTMLElement>('button:not([type="button"])')
  }

  /** @param deliberate true for a click or a submitted form. Background requests show the dialog only once. */
  const refuse = (reason: SignInStatus, deliberate: boolean) => {
    const isKnown = signIn.status === reason
    if (!isKnown) dialogOf(signIn.status)?.close()
    signIn.status = reason
    if (deliberate || !isKnown) showDialog(reason)
  }

  const resume = () => {
    signIn.confirmedAt = Date.now()
    if (signIn.status === 'signed-in') return
    const dialog = dialogOf(signIn.status)
    signIn.status = 'signed-in'
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

  const check = () => {
    checking ??= fetchStatus().then((current) => {
      checking = undefined
      if (current === 'signed-in') resume()
      else if (current) refuse(current, false)
      return current
    })
    return checking
  }

  /** Returns false, and shows why, for a form whose person is not signed in. */
  const confirm = async (form: HTMLFormElement, submitter: HTMLElement | null) => {
    const before = signIn.status
    const current = await check()
    if (current === 'signed-in' || current === null) return true
    stop(form, submitter)
    if (before === current) showDialog(current)
    return false
  }

  document.addEventListener('click', async (event) => {
    if (!closestTo(event, '[data-signed-in]')) return
    const current = await check()
    if (current === 'signed-out') showMessage('This browser is still signed out.')
    else if (current === null) showMessage('Daymark can’t be reached. Try again once you are online.')
  })

  return { stop, refuse, check, confirm }
}
