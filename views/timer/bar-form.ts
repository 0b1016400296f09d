/** The id of the dialog that starts something (views/timer/switch.tsx), for what opens it. */
export const switchDialog = 'timer-switch'

/** How a form of the bar sends itself: the bar is the answer, beside what changes of the list on screen. */
export const barForm = (url: string) => ({
  method: 'post' as const,
  action: url,
  'hx-post': url,
  'hx-target': '#timer',
  'hx-swap': 'outerMorph',
  'hx-include': '#shown-to',
})
