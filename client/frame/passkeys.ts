import { closestTo, onHtmx } from '../dom'

/** Options of a passkey request that waits until the person selects a passkey from the field's suggestions. */
type Waiting = { mediation: 'conditional'; signal: AbortSignal }

/** Creates a passkey on the device, or requests an existing one, depending on the options. */
const askDevice = async (
  options: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON,
  waiting?: Waiting,
) =>
  'user' in options
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
        ...waiting,
      })

/** The server's challenge expires after five minutes. */
const fourMinutes = 4 * 60 * 1000

const use = async (button: HTMLButtonElement, waiting?: Waiting): Promise<void> => {
  const { form } = button
  const field = form?.elements.namedItem(button.dataset.field ?? '')
  if (!form || !(field instanceof HTMLInputElement)) return
  const startedAt = Date.now()
  const answer = await fetch(button.dataset.passkey ?? '', { method: 'POST', headers: { Accept: 'application/json' } })
  const json = await answer.json()
  if (!answer.ok) throw new Error(json.detail)
  const credential = await askDevice(json, waiting)
  if (!(credential instanceof PublicKeyCredential)) return
  if (waiting && Date.now() - startedAt > fourMinutes) return press(button)
  field.value = JSON.stringify(credential)
  form.submit()
}

/** The messages of browsers differ and are written for programmers. */
const messageOf = (error: unknown) => {
  if (!(error instanceof DOMException)) return error instanceof Error ? error.message : ''
  return error.name === 'InvalidStateError' ? 'This device has a passkey already.' : 'No passkey was used. Try again.'
}

/** Aborts the pending suggestion, because a device handles one request at a time. */
let suggesting = new AbortController()

/** Suggests passkeys in the email field if the browser supports it. Errors are ignored. */
const suggest = async () => {
  suggesting.abort()
  suggesting = new AbortController()
  const { signal } = suggesting
  const button = document.querySelector<HTMLButtonElement>('button[data-passkey]')
  if (!button || !document.querySelector('[autocomplete~="webauthn"]')) return
  try {
    if (await PublicKeyCredential.isConditionalMediationAvailable())
      await use(button, { mediation: 'conditional', signal })
  } catch {}
}

const press = async (button: HTMLButtonElement) => {
  suggesting.abort()
  button.disabled = true
  await use(button).catch((error) => {
    const said = button.parentElement?.querySelector('[data-said]') ?? document.createElement('p')
    said.setAttribute('data-said', '')
    said.setAttribute('role', 'alert')
    said.className = 'error'
    said.textContent = messageOf(error)
    button.parentElement?.append(said)
    void suggest()
  })
  button.disabled = false
}

const isKnown = 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential

/** Enables the passkey buttons of a page or of a swapped part, or hides them if there is no support. */
const begin = () => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-passkey]')) {
    button.disabled = false
    button.hidden = !isKnown
  }
  if (isKnown) void suggest()
}

begin()
onHtmx('after:swap', begin)
if (isKnown) {
  document.addEventListener('click', (event) => {
    const button = closestTo<HTMLButtonElement>(event, 'button[data-passkey]')
    if (button?.form?.querySelector('[name=proof_code]') || button?.form?.reportValidity()) void press(button)
  })
}
