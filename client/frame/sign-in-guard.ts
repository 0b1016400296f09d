import { onHtmx } from '../dom'
import { isWrite } from '../forms/submit-once'
import { type handleSignIn, personOfPage, type SignIn, signInStatus } from './sign-in-dialogs'

/** Hashed name of client/frame/sign-in-dialogs.ts (scripts/build.ts). */
declare const signInScript: string

/** A successful response confirms the sign-in for this time, in milliseconds. */
const confirmedFor = 5_000

const signIn: SignIn = { status: 'signed-in', confirmedAt: Date.now() }

export const isSignedIn = () => signIn.status === 'signed-in'

let loading: Promise<ReturnType<typeof handleSignIn>> | undefined

/** Loads the dialogs and the sign-in check. Undefined if loading fails; the next call tries again. */
const load = async () => {
  loading ??= import(signInScript).then((module: { handleSignIn: typeof handleSignIn }) => module.handleSignIn(signIn))
  try {
    return await loading
  } catch {
    loading = undefined
  }
}

/** True if a form has fields that a person fills in. */
const hasInput = (form: HTMLFormElement) =>
  [...form.elements].some((field) => field.matches('input:not([type="hidden"]), textarea, select'))

const checkIfOutdated = async () => {
  if (document.hidden || (isSignedIn() && Date.now() - signIn.confirmedAt < confirmedFor)) return
  ;(await load())?.check()
}

const guardHtmx = () => {
  onHtmx('config:request', (ctx) => {
    ctx.request.headers['X-Person'] = personOfPage()
  })

  onHtmx('after:request', async ({ sourceEvent, response, request, sourceElement }, event) => {
    const reason = signInStatus(response?.status, response?.headers)
    if (reason === 'signed-in') {
      if (response) signIn.confirmedAt = Date.now()
      return
    }
    // Otherwise htmx would follow the redirect and lose the page.
    event.preventDefault()
    const isForm = sourceEvent?.type === 'submit'
    const dialogs = await load()
    if (isForm) dialogs?.stop(sourceElement, request.submitter)
    dialogs?.refuse(reason, isForm || sourceEvent?.type === 'click')
  })
}

/** Holds back a plain form until the sign-in is confirmed, because its response replaces the page and typed text. */
const guardPlainForms = () => {
  const confirmed = new WeakSet<HTMLFormElement>()

  document.addEventListener('submit', async (event) => {
    const { target: form, submitter } = event
    if (event.defaultPrevented || !isWrite(form)) return
    if (confirmed.delete(form) || (isSignedIn() && !hasInput(form))) return
    if (form.getAttribute('action') === '/auth/sign-out') return
    event.preventDefault()
    const dialogs = await load()
    if (dialogs && !(await dialogs.confirm(form, submitter))) return
    confirmed.add(form)
    form.requestSubmit(submitter)
  })
}

/**
 * Protects an open page and its unsent input when its person is signed out or another person signs in: stops its requests
 * and offers to sign in. The page works again once its person has signed in.
 */
export const guardSignIn = () => {
  if (!personOfPage()) return
  guardHtmx()
  guardPlainForms()
  addEventListener('focus', checkIfOutdated)
  document.addEventListener('visibilitychange', checkIfOutdated)
}
