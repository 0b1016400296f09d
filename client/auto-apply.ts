/** Sends a form with `data-auto` as soon as one of its choices changes; text waits for Enter or for its own trigger. */
export const applyForms = () =>
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return
    if (target.form?.dataset.auto === undefined || ['text', 'search', 'number'].includes(target.type)) return
    target.form.requestSubmit()
  })
