/** Submits a form with `data-auto` when a choice changes. Text fields wait for Enter or have their own trigger. */
export const submitOnChange = () =>
  document.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return
    if (target.form?.dataset.auto === undefined || ['text', 'search', 'number'].includes(target.type)) return
    target.form.requestSubmit()
  })
