// Says next to a file field with `data-max-bytes` that the selected file is too large, and does not send it.
document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.dataset.maxBytes === undefined) return
  const max = Number(target.dataset.maxBytes)
  const isTooLarge = [...(target.files ?? [])].some(({ size }) => size > max)
  target.setCustomValidity(isTooLarge ? (target.dataset.tooLarge ?? '') : '')
  target.reportValidity()
})

// Forms skip the browser's own checks, so that the server can name every error.
document.addEventListener(
  'submit',
  (event) => {
    const field = (event.target as Element).querySelector<HTMLInputElement>('[data-max-bytes]:invalid')
    if (!field?.validity.customError) return
    event.preventDefault()
    field.reportValidity()
  },
  true,
)

// Makes this file a module.
export {}
