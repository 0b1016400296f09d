// Says next to a file field with `data-max-bytes` that a chosen file is too large, before it is sent in vain.
document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.dataset.maxBytes === undefined) return
  const max = Number(target.dataset.maxBytes)
  const isTooLarge = [...(target.files ?? [])].some(({ size }) => size > max)
  target.setCustomValidity(isTooLarge ? (target.dataset.tooLarge ?? '') : '')
  target.reportValidity()
})

// Makes this file a module.
export {}
