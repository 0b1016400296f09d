import { dropDrafts, dropOldDrafts, hasDrafts } from './notes/device'

/** Milliseconds for a note that is being saved. */
const patience = 1_000

/** Signing out clears the device (functions/lib/secrets.ts), so this asks first about notes that are kept nowhere else. */
export const askBeforeSignOut = () => {
  dropOldDrafts()
  document.addEventListener(
    'submit',
    async (event) => {
      const { target } = event
      if (!(target instanceof HTMLFormElement) || target.getAttribute('action') !== '/auth/sign-out') return
      if (!hasDrafts()) return
      event.preventDefault()
      event.stopImmediatePropagation()
      await new Promise((resolve) => setTimeout(resolve, patience))
      if (hasDrafts() && !confirm('Some notes are only saved on this device. Sign out and delete them?')) return
      dropDrafts()
      target.submit()
    },
    { capture: true },
  )
}
