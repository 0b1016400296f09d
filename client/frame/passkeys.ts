import { closestTo, onHtmx } from '../dom'

/** How a request waits beside a form until a passkey is chosen from the suggestions of its field. */
type Waiting = { mediation: 'conditional'; signal: AbortSignal }

/** Asks the device for a new passkey, or for one that it has, as the options say. */
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

/** The server forgets its challenge after five minutes. */
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

/** The device's own words are for programmers, and differ. */
const messageOf = (error: unknown) => {
  if (!(error instanceof DOMException)) return error instanceof Error ? error.message : ''
  return error.name === 'InvalidStateError' ? 'This device has a passkey already.' : 'No passkey was used. Try again.'
}

/** A device answers one request at a time. */
let suggesting = new AbortController()

/** Suggests passkeys in the field of an address, where the browser can; its failures are nobody's concern. */
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

/** Enables the buttons of a page, or of a part that a swap brought, or hides them. */
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
