/** Asks the device for a new passkey, or for one that it has, as the options say. */
const askDevice = async (options: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON) =>
  'user' in options
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })

const use = async (button: HTMLButtonElement) => {
  const { form } = button
  const field = form?.elements.namedItem(button.dataset.field ?? '')
  if (!form || !(field instanceof HTMLInputElement)) return
  const answer = await fetch(button.dataset.passkey ?? '', { method: 'POST', headers: { Accept: 'application/json' } })
  const json = await answer.json()
  if (!answer.ok) throw new Error(json.detail)
  const credential = await askDevice(json)
  if (!(credential instanceof PublicKeyCredential)) return
  field.value = JSON.stringify(credential)
  form.submit()
}

/** The device's own words are for programmers, and differ. */
const messageOf = (error: unknown) => {
  if (!(error instanceof DOMException)) return error instanceof Error ? error.message : ''
  return error.name === 'InvalidStateError' ? 'This device has a passkey already.' : 'No passkey was used. Try again.'
}

const press = async (button: HTMLButtonElement) => {
  button.disabled = true
  await use(button).catch((error) => {
    const said = button.parentElement?.querySelector('[data-said]') ?? document.createElement('p')
    said.setAttribute('data-said', '')
    said.setAttribute('role', 'alert')
    said.className = 'error'
    said.textContent = messageOf(error)
    button.parentElement?.append(said)
  })
  button.disabled = false
}

if ('PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential) {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-passkey]')) {
    button.hidden = false
    button.addEventListener('click', () => {
      if (button.form?.querySelector('[name=proof_code]') || button.form?.reportValidity()) void press(button)
    })
  }
}
