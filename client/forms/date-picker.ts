import { longDate, monthName, plural, relativeDateText, weekdayNames } from '../../functions/lib/text/format'
import { addDays, addMonths, daysBetween, isDate, monthEnd, monthOf, weekStartOf } from '../../functions/lib/time/days'
import { addDateUnits, formatDateField, noDate, readDate } from '../../functions/lib/time/typed-date'
import { closestTo } from '../dom'

const settingsOf = ({ dataset }: HTMLElement) => {
  const [today = '', order, week, past] = (dataset.date ?? '').split(' ')
  return { today, order: order === 'mdy' ? order : 'dmy', weekStart: Number(week), isPast: past === 'past' } as const
}

const dateOf = (field: HTMLInputElement) => readDate(field.value, settingsOf(field))

const isField = (target: EventTarget | null): target is HTMLInputElement =>
  target instanceof HTMLInputElement && target.dataset.date !== undefined && target.type === 'text'

/** Shows below a field how its text is read as a date, or what to write. */
const tell = (field: HTMLInputElement, words: string, more = '', isError = false) => {
  const id = `${field.id}-reads`
  let note = document.getElementById(id)
  if (!note) {
    note = document.createElement('p')
    note.id = id
    note.ariaLive = 'polite'
    field.parentElement?.append(note)
    field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby') ?? ''} ${id}`.trim())
  }
  if (isError) field.ariaInvalid = 'true'
  else field.removeAttribute('aria-invalid')
  const look = isError ? 'reads error' : 'reads'
  if (note.textContent === words + more && note.className === look) return
  note.className = look
  const strong = document.createElement('b')
  strong.textContent = words
  const icon = document.createElement('i')
  icon.className = 'i i-alert'
  note.replaceChildren(isError ? icon : strong, more)
}

const away = (days: number) => {
  const count = Math.abs(days)
  if (count < 2 || count > 60) return relativeDateText(days)
  return days > 0 ? `in ${plural(count, 'day')}` : `${plural(count, 'day')} ago`
}

/** Shows the value of a touch screen's picker in the person's date format. */
const word = (field: HTMLInputElement) => {
  field.dataset.words = field.value && formatDateField(field.value, settingsOf(field).order)
}

let shown: { field: HTMLInputElement; box: HTMLElement; day: string } | undefined

const button = (name: string, of: string, words = '') => `<button type="button" class="${of}" ${name}>${words}</button>`

const weekOfDays = (first: string, month: string, field: HTMLInputElement) => {
  const { today } = settingsOf(field)
  const chosen = dateOf(field)
  const cells = Array.from({ length: 7 }, (_, at) => addDays(first, at)).map((date) => {
    const isOut = monthOf(date) === month ? '' : 'out'
    const name = `data-day="${date}" tabindex="-1" aria-label="${longDate(date, '')}"${date === today ? ' aria-current="date"' : ''}`
    return `<td${date === chosen ? ' aria-selected="true"' : ''}>${button(name, isOut, String(Number(date.slice(8))))}</td>`
  })
  return `<tr>${cells.join('')}</tr>`
}

const draw = (field: HTMLInputElement, box: HTMLElement, day: string) => {
  const { weekStart } = settingsOf(field)
  const month = monthOf(day)
  const start = weekStartOf(`${month}-01`, weekStart)
  const weeks = Math.ceil((daysBetween(start, monthEnd(month)) + 1) / 7)
  const title = monthName(month, '')
  const [head, before, after] = [box.querySelector('[aria-live]'), ...box.querySelectorAll('.cal-head .act')]
  if (head) head.textContent = title
  if (before) before.ariaLabel = monthName(addMonths(month, -1), month)
  if (after) after.ariaLabel = monthName(addMonths(month, 1), month)
  const grid = box.querySelector('table')
  if (grid) grid.ariaLabel = title
  const body = grid?.querySelector('tbody')
  if (body)
    body.innerHTML = Array.from({ length: weeks }, (_, at) => weekOfDays(addDays(start, 7 * at), month, field)).join('')
}

/** Moves the calendar to a day. Does nothing without a day. */
const goTo = (day: string | null, takesFocus = true) => {
  if (!shown || day === null || !isDate(day)) return
  const { field, box } = shown
  if (monthOf(day) !== monthOf(shown.day) || !box.querySelector('td')) draw(field, box, day)
  shown.day = day
  for (const one of box.querySelectorAll<HTMLElement>('[data-day]')) {
    one.tabIndex = one.dataset.day === day ? 0 : -1
    if (takesFocus && one.dataset.day === day) one.focus()
  }
}

const hide = () => {
  shown?.box.remove()
  if (shown) shown.field.ariaExpanded = 'false'
  const opener = shown?.field.parentElement?.querySelector('button')
  if (opener) opener.ariaLabel = 'Open the calendar'
  shown = undefined
}

const show = (field: HTMLInputElement) => {
  hide()
  const { today, weekStart } = settingsOf(field)
  const days = Array.from({ length: 7 }, (_, at) => weekdayNames[(weekStart + at + 6) % 7] ?? '')
  const box = document.createElement('div')
  box.className = 'cal floating'
  box.id = `${field.id}-calendar`
  box.role = 'dialog'
  box.ariaLabel = 'Choose a day'
  box.innerHTML = `<div class="cal-head"><span aria-live="polite"></span>${button('data-months="-1"', 'act', '<i class="i i-left"></i>')}${button('data-months="1"', 'act', '<i class="i i-right"></i>')}</div>
<table role="grid"><thead><tr>${days.map((name) => `<th scope="col" abbr="${name}">${name.slice(0, 2)}</th>`).join('')}</tr></thead><tbody></tbody></table>
<div class="cal-foot">${button(`data-takes="${today}"`, 'button quiet small', 'Today')}${button(`data-takes="${addDays(today, 1)}"`, 'button quiet small', 'Tomorrow')}${field.required ? '' : button('data-takes', 'button quiet small', 'No date')}</div>`
  field.parentElement?.append(box)
  field.setAttribute('aria-controls', box.id)
  field.ariaExpanded = 'true'
  const opener = field.parentElement?.querySelector('button')
  if (opener) opener.ariaLabel = 'Close the calendar'
  const day = dateOf(field) ?? today
  shown = { field, box, day }
  goTo(day)
  if (box.getBoundingClientRect().right > document.documentElement.clientWidth) box.classList.add('cal-end')
  box.scrollIntoView({ block: 'nearest' })
}

const leave = () => {
  const field = shown?.field
  hide()
  field?.focus()
}

const take = (date = '') => {
  if (!shown) return
  const { field } = shown
  field.value = date && formatDateField(date, settingsOf(field).order)
  leave()
  for (const type of ['input', 'change']) field.dispatchEvent(new Event(type, { bubbles: true }))
}

const moves: Record<string, (day: string, event: KeyboardEvent, weekStart: number) => string | null> = {
  ArrowLeft: (day) => addDays(day, -1),
  ArrowRight: (day) => addDays(day, 1),
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day, { shiftKey }) => addDateUnits(day, -1, shiftKey ? 'year' : 'month'),
  PageDown: (day, { shiftKey }) => addDateUnits(day, 1, shiftKey ? 'year' : 'month'),
  Home: (day, _, weekStart) => weekStartOf(day, weekStart),
  End: (day, _, weekStart) => addDays(weekStartOf(day, weekStart), 6),
}

/** Handles a key in the calendar. Returns true if it did something. */
const press = (event: KeyboardEvent, { field, box, day }: NonNullable<typeof shown>) => {
  const inGrid = closestTo(event, '[data-day]')
  const move = inGrid && moves[event.key]
  if (move) goTo(move(day, event, settingsOf(field).weekStart))
  else if (event.key === 'Escape') leave()
  else if (inGrid && (event.key === 'Enter' || event.key === ' ')) take(day)
  else if (event.key === 'Tab') {
    const stops = [...box.querySelectorAll<HTMLElement>('button:not([tabindex="-1"])')]
    const at = stops.findIndex((stop) => stop.matches(':focus'))
    stops.at((at + (event.shiftKey ? -1 : 1)) % stops.length)?.focus()
  } else return false
  return true
}

// In the capture phase, before the keys of surrounding dialogs, rows and shortcuts.
document.addEventListener(
  'keydown',
  (event) => {
    const { target } = event
    if (shown && target instanceof Node && shown.box.contains(target)) {
      if (press(event, shown)) event.preventDefault()
      event.stopPropagation()
    } else if (isField(target) && event.key === 'ArrowDown' && !event.isComposing) {
      event.preventDefault()
      event.stopPropagation()
      show(target)
    }
  },
  { capture: true },
)
document.addEventListener('click', (event) => {
  const pressed = closestTo(event, '.with-icon button')
  const field = pressed?.closest('.with-icon')?.querySelector('input')
  if (!pressed || !field || !isField(field)) return
  const { day, months, takes } = pressed.dataset
  if (day ?? takes) take(day ?? takes)
  else if (takes === '') take()
  else if (months && shown) goTo(addDateUnits(shown.day, Number(months), 'month'), false)
  else if (shown?.field === field) leave()
  else show(field)
})
document.addEventListener('pointerdown', ({ target }) => {
  if (shown && target instanceof Node && !shown.field.parentElement?.contains(target)) hide()
})
/** Shows the date before the field loses focus. Shown on blur, it would move a button that is being pressed. */
const read = (target: EventTarget | null) => {
  if (target instanceof HTMLInputElement && target.dataset.words !== undefined) word(target)
  if (!isField(target)) return
  const date = dateOf(target)
  if (date) tell(target, longDate(date, ''), ` · ${away(daysBetween(settingsOf(target).today, date))}`)
  else tell(target, '', target.value.trim() === '' ? '' : noDate)
}
document.addEventListener('input', ({ target }) => read(target))
// In the capture phase, before the listener that submits a form on change.
document.addEventListener(
  'change',
  ({ target }) => {
    if (!isField(target)) return
    const date = dateOf(target)
    if (date) target.value = formatDateField(date, settingsOf(target).order)
    else if (target.value.trim() !== '') tell(target, '', noDate, true)
  },
  { capture: true },
)
// Submits the date shown below the field, even if midnight has passed since.
document.addEventListener('formdata', ({ target, formData }) => {
  if (!(target instanceof HTMLFormElement)) return
  for (const field of [...target.elements].filter(isField)) {
    const [typed, date, values] = [field.value, dateOf(field), formData.getAll(field.name)]
    if (!date) continue
    formData.delete(field.name)
    for (const value of values) formData.append(field.name, value === typed ? date : value)
  }
})
// Reads dates that were typed or selected before this script was loaded.
for (const field of document.querySelectorAll<HTMLInputElement>('[data-date]'))
  if (field.value !== field.defaultValue) read(field)
