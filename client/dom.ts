/** Finds the closest element to an event's target that matches. */
export const closestTo = <E extends Element = HTMLElement>(event: Event, selector: string) =>
  event.target instanceof Element ? event.target.closest<E>(selector) : null

/** Selector of focusable elements without grips, which take no focus of their own in a row. */
const focusable =
  'a[href], button:not(:disabled, [data-grip]), input:not(:disabled, [type="hidden"]), select:not(:disabled), textarea:not(:disabled), summary'

/** Finds the first focusable element in a part of the page, which may be `root` itself. */
export const firstFocusable = (root: Element | null) =>
  root?.matches(focusable) && root instanceof HTMLElement ? root : (root?.querySelector<HTMLElement>(focusable) ?? null)

/** The element of a row that takes focus: its title, else the first focusable element. */
export const rowFocusTarget = (row: Element | null) =>
  row?.querySelector<HTMLElement>('a.row-title') ?? firstFocusable(row)

/** False also for an element covered by a phone's bars. */
export const isOnScreen = (element: Element) => {
  const { left, top, width, height } = element.getBoundingClientRect()
  const shown = document.elementFromPoint(left + width / 2, top + height / 2)
  const bar = shown?.closest('#timer, .rail')
  return shown !== null && (!bar || bar.contains(element))
}

/** Focuses a field. Selects its default text, or places the caret after typed text. */
export const focusField = (field: HTMLElement) => {
  const { value, defaultValue } = field as HTMLInputElement
  field.focus()
  if (value === defaultValue) (field as Partial<HTMLInputElement>).select?.()
}

/** The entry field of a form with `data-lines`. Each Enter sends its line, even while the previous one is pending. */
export const lineField = (form: unknown) =>
  form instanceof HTMLFormElement ? (document.getElementById(`${form.dataset.lines}`) as HTMLInputElement | null) : null

/** True if typed letters go into the event's field, so that shortcuts must ignore them. False in a closing dialog. */
export const isTyping = (event: Event) =>
  closestTo(event, 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]')?.matches(
    ':not(dialog:not([open]) *)',
  )

/** True if a part of the page holds unsent input. */
export const hasUnsentInput = (part: Element) =>
  [...part.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].some(
    (field) => field.value !== field.defaultValue,
  ) || [...part.querySelectorAll('option')].some((option) => option.selected && !option.defaultSelected)

/** The row that a press may drag: by its grip or, with a mouse, anywhere but on controls and links other than the title. */
export const pressedRow = (event: PointerEvent, rows: string) =>
  event.button === 0 &&
  (closestTo(event, '[data-grip]') ||
    (event.pointerType === 'mouse' && !closestTo(event, 'button, input, select, summary, .menu, a:not(.row-title)')))
    ? closestTo(event, rows)
    : null

/** Calls back when a soft keyboard, which covers the layout viewport, comes or goes. @param clear gets the covered height in px */
export const onSoftKeyboard = (clear: (covered: number, viewport: VisualViewport) => void) => {
  const listen = () => {
    if (!visualViewport) return
    const { height, offsetTop, scale } = visualViewport
    const covered = scale > 1.01 ? 0 : document.documentElement.clientHeight - height - offsetTop
    clear(Math.max(0, covered), visualViewport)
  }
  for (const type of ['resize', 'scroll']) visualViewport?.addEventListener(type, listen)
  return listen
}

/** Distance in px after which a press is a drag. */
export const dragDistance = 4

/** Long-press threshold in ms. A shorter touch scrolls or opens. */
export const longPress = 400

type RequestEvents = Pick<
  HTMLElementEventMap,
  | `htmx:${'config' | 'before' | 'after' | 'finally'}:request`
  | `htmx:${'before' | 'after'}:swap`
  | `htmx:${'' | 'response:'}error`
>

type NameOf<Type> = Type extends `htmx:${infer Name}` ? Name : never

/** Listens to an htmx event about a request. */
export const onHtmx = <Name extends NameOf<keyof RequestEvents>>(
  name: Name,
  listen: (ctx: RequestEvents[`htmx:${Name}`]['detail']['ctx'], event: RequestEvents[`htmx:${Name}`]) => unknown,
) => document.addEventListener(`htmx:${name}`, (event) => listen(event.detail.ctx, event))

/** Sets `textContent` if it differs. */
export const setText = (element: Element | null | undefined, text: string) => {
  if (element && element.textContent !== text) element.textContent = text
}
