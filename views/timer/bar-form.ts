/** Id of the dialog in switch.tsx. */
export const switchDialog = 'timer-switch'

/** Attributes of a form whose answer replaces the bar, with the changed regions of the list. */
export const barForm = (url: string) => ({
  method: 'post' as const,
  action: url,
  'hx-post': url,
  'hx-target': '#timer',
  'hx-swap': 'outerMorph',
  'hx-include': '#shown-to',
})
