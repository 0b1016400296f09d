/** The nearest element around an event's target that matches. */
export const around = <E extends Element = HTMLElement>(event: Event, selector: string) =>
  event.target instanceof Element ? event.target.closest<E>(selector) : null

const focusable =
  'a[href], button:not(:disabled), input:not(:disabled, [type="hidden"]), select:not(:disabled), textarea:not(:disabled), summary'

/** The first element in a part of the page that focus can go to. */
export const firstFocusable = (root: Element | null) =>
  root?.matches(focusable) && root instanceof HTMLElement ? root : (root?.querySelector<HTMLElement>(focusable) ?? null)

/** Whether letters typed now belong to a field. */
export const isTyping = (target: EventTarget | null) =>
  target instanceof Element &&
  target.closest('input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]') !== null
